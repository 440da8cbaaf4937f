package amicmd

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// TestTheFrontendsProvenanceArrives holds the two sides of the variable together.
func TestTheFrontendsProvenanceArrives(t *testing.T) {
	text, err := json.Marshal(step.Provenance{Dockerfile: "sha256:d", Frontend: "amikit@sha256:f", Images: []string{"a@sha256:1"}})
	if err != nil {
		t.Fatal(err)
	}
	want := &ami.Provenance{Dockerfile: "sha256:d", Frontend: "amikit@sha256:f", Images: []string{"a@sha256:1"}}
	for text, want := range map[string]*ami.Provenance{string(text): want, "": nil} {
		o, err := optionsFrom(option.Values{}, Environment{Getenv: func(name string) string {
			return map[string]string{step.ProvenanceEnv: text}[name]
		}})
		if diff := cmp.Diff(want, o.Provenance); diff != "" || err != nil {
			t.Errorf("%q arrives as %s, %v", text, diff, err)
		}
	}
}
