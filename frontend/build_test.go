package frontend

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/gateway/client"
)

const scratchDockerfile = "FROM scratch AS base\nFROM base AS iso-image\nFROM base AS last\n"

func TestAnUnknownTargetNamesTheNearest(t *testing.T) {
	for name, c := range map[string]struct{ target, dockerfile, want string }{
		"one of ours":           {"cloud-imag", scratchDockerfile, "did you mean cloud-image?"},
		"without a Dockerfile":  {"aws-cloud-imag", "", "did you mean aws-cloud-image?"},
		"nothing is near":       {"something-else", scratchDockerfile, "it can be iso-image, cloud-image, aws-cloud-image, base"},
		"a stage without names": {"nothing-near", "FROM scratch\n", "it can be iso-image, cloud-image, aws-cloud-image"},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGateway(map[string]string{keyTarget: c.target})
			if c.dockerfile != "" {
				g.withDockerfile(c.dockerfile)
			}
			_, err := g.build(t)
			var unknown *UnknownTargetError
			if !errors.As(err, &unknown) || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("error is %v, want %s", err, c.want)
			}
		})
	}
}

func TestTheDockerfileFrontendNamesTheNearestStage(t *testing.T) {
	_, err := newGateway(map[string]string{keyTarget: "bases"}).withDockerfile(scratchDockerfile).build(t)
	if err == nil || err.Error() != `target stage "bases" could not be found (did you mean base?)` {
		t.Fatalf("error is %v", err)
	}
}

func TestWithoutADockerfileItSaysWhatElseThereIs(t *testing.T) {
	for _, target := range []string{TargetRootfs, TargetDisk, TargetAMI} {
		_, err := newGateway(map[string]string{keyTarget: target, "build-arg:REGION": "r"}).build(t)
		if err == nil || !strings.HasPrefix(err.Error(), "no root filesystem; give a Dockerfile") || !strings.Contains(err.Error(), "ISO_IMAGE: ") {
			t.Errorf("%s: error is %v", target, err)
		}
	}
}

func TestAnyStageIsATarget(t *testing.T) {
	for _, target := range []string{"", "base", "BASE", "last", "iso-image"} {
		g := newGateway(map[string]string{keyTarget: target}).withDockerfile(scratchDockerfile)
		if _, err := g.build(t); err != nil {
			t.Errorf("target %q: %v", target, err)
		}
	}
}

func TestTheClientsOptionsAreNotWrittenTo(t *testing.T) {
	opts := map[string]string{
		keyTarget: TargetAMI, "build-arg:REGION": "r", "build-arg:S3_BUCKET": "b",
		"build-arg:ISO_IMAGE": "example.com/os", "build-arg:BUILDKIT_SANDBOX_HOSTNAME": "h",
	}
	before := maps.Clone(opts)
	if _, err := newGateway(opts).build(t); err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(opts, before) {
		t.Fatalf("options became %v", opts)
	}
}

func TestAPanicBecomesAnError(t *testing.T) {
	broken := Target{Name: "broken", Solve: func(context.Context, *Request) (*client.Result, error) { panic("oops") }}
	_, err := newGateway(map[string]string{keyTarget: "broken"}).build(t, WithTarget(broken))
	if err == nil || !strings.Contains(err.Error(), "oops") {
		t.Fatalf("error is %v", err)
	}
}

func TestWithTargetReplacesTheOneOfThatName(t *testing.T) {
	mine := Target{Name: TargetDisk, Description: "mine", Solve: func(context.Context, *Request) (*client.Result, error) {
		return client.NewResult(), nil
	}}
	cfg := newConfig([]Option{WithTarget(mine)})
	if got := cfg.targetNames(); !slices.Equal(got, []string{TargetRootfs, TargetDisk, TargetAMI}) {
		t.Fatalf("targets are %v", got)
	}
	if found, _ := cfg.target(TargetDisk); found.Description != "mine" {
		t.Fatalf("the target is %q", found.Description)
	}
}

func TestAClientWithoutProgramsSaysSo(t *testing.T) {
	g := newGateway(map[string]string{keyTarget: TargetDisk, "build-arg:ISO_IMAGE": "example.com/os"})
	g.image = nil
	if _, err := g.build(t); !errors.Is(err, errNoTool) {
		t.Fatalf("error is %v", err)
	}
}

func TestTheSyntaxLineOfThisImageIsNotForwardedTo(t *testing.T) {
	line := "# syntax=example.com/amikit --flag\n"
	for name, c := range map[string]struct {
		opts map[string]string
		want string
	}{
		"it names this image":            {map[string]string{keySource: "example.com/amikit:latest"}, "example.com/amikit --flag"},
		"it names another image":         {map[string]string{keySource: "example.com/other"}, ""},
		"a client has no image":          {map[string]string{}, ""},
		"it was forwarded already":       {map[string]string{keySource: "example.com/amikit", keyCmdline: "given"}, "given"},
		"a build arg names this image":   {map[string]string{keySource: "example.com/amikit", keySyntaxArg: "example.com/amikit x"}, "example.com/amikit x"},
		"a build arg wins over the line": {map[string]string{keySource: "example.com/amikit", keySyntaxArg: "example.com/other"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			opts := maps.Clone(c.opts)
			r := newGateway(c.opts).withDockerfile(line + scratchDockerfile).request(t)
			r.stopForwardingToSelf(t.Context(), opts)
			if opts[keyCmdline] != c.want {
				t.Fatalf("cmdline is %q, want %q", opts[keyCmdline], c.want)
			}
		})
	}
}
