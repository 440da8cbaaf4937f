package amicmd

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/amikit/amikit/ami/policy"
)

func TestPolicyWritesAllDocumentsOrTheNamedOne(t *testing.T) {
	for document, want := range map[string]string{"": "caller", "caller": "Statement", "role-trust": "Statement", "role-permissions": "Statement"} {
		var out bytes.Buffer
		if err := Policy(&out, policy.Features{Bucket: "images"}, document); err != nil {
			t.Fatal(err)
		}
		var parsed map[string]any
		if err := json.Unmarshal(out.Bytes(), &parsed); err != nil {
			t.Fatal(err)
		}
		if _, ok := parsed[want]; !ok {
			t.Errorf("document %q has no %q: %s", document, want, out.String())
		}
	}
}

func TestPolicyRefusesWhatItCannotWrite(t *testing.T) {
	for says, c := range map[string]struct {
		features policy.Features
		document string
	}{
		"--bucket":         {policy.Features{Method: policy.MethodS3}, ""},
		"--document":       {policy.Features{Bucket: "b"}, "everything"},
		"needs no role":    {policy.Features{Method: policy.MethodEBS}, "role-trust"},
		"--import-method ": {policy.Features{Method: "carrier-pigeon"}, ""},
	} {
		if err := Policy(&bytes.Buffer{}, c.features, c.document); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
}
