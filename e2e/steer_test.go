//go:build e2e

package e2e

import (
	"encoding/json"
	"testing"
)

// steer makes a request of the local AWS's own, as localaws/README.md lists them.
func steer(t *testing.T, method, path string, body any) []byte {
	t.Helper()
	answer, err := suite.AWS.Admin(t.Context(), method, path, body)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// call is one that the local AWS has answered.
type call struct {
	Action, AccessKey string
	Status            int
}

// calls are all since they were last forgotten.
func calls(t *testing.T) []call {
	t.Helper()
	var all []call
	if err := json.Unmarshal(steer(t, "GET", "requests", nil), &all); err != nil {
		t.Fatal(err)
	}
	return all
}
