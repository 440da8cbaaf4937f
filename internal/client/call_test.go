package client

import (
	"context"
	"errors"
	"strings"
	"testing"

	gateway "github.com/moby/buildkit/frontend/gateway/client"
)

func TestACallIsAQuestionInTheBuildsPlace(t *testing.T) {
	for call, want := range map[string]string{
		"": "", "build": "", "targets": "frontend.targets", "outline": "frontend.outline",
		"check": "frontend.lint", "subrequests.describe": "frontend.subrequests.describe",
	} {
		opt, err := solveOpt(Options{Context: t.TempDir(), Call: call}, noEnvironment())
		if err != nil {
			t.Fatal(err)
		}
		if got := opt.FrontendAttrs["requestid"]; got != want {
			t.Errorf("--call %s asks %q, want %q", call, got, want)
		}
	}
	if _, err := solveOpt(Options{Context: t.TempDir(), Call: "target"}, noEnvironment()); err == nil || !strings.Contains(err.Error(), "targets") {
		t.Errorf("error is %v", err)
	}
}

func TestTheAnswerIsPrinted(t *testing.T) {
	for name, c := range map[string]struct {
		metadata map[string][]byte
		want     string
		err      error
	}{
		"targets":              {map[string][]byte{"result.txt": []byte("TARGET\n")}, "TARGET\n", nil},
		"a check that passes":  {map[string][]byte{"result.txt": []byte("no warnings\n"), "result.statuscode": []byte("0")}, "no warnings\n", nil},
		"a check with results": {map[string][]byte{"result.txt": []byte("WARNING\n"), "result.statuscode": []byte("1")}, "WARNING\n", errCheck},
		"a build":              {map[string][]byte{"frontend.amikit.ami": []byte("e30=")}, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var a answer
			build := a.of(func(context.Context, gateway.Client) (*gateway.Result, error) {
				return &gateway.Result{Metadata: c.metadata}, nil
			})
			if _, err := build(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			if err := a.print(&out); !errors.Is(err, c.err) || out.String() != c.want {
				t.Fatalf("printed %q, %v", out.String(), err)
			}
		})
	}
}
