//go:build e2e

package e2e

import (
	"encoding/json"
	"os/exec"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// TestTheFrontendHasEveryCapabilityOfTheDockerfileFrontend asks for each as
// clients do: BuildKit refuses what the image's label does not name.
func TestTheFrontendHasEveryCapabilityOfTheDockerfileFrontend(t *testing.T) {
	b := harness.Build{Context: newContext(t, debian()), Target: "iso-image"}
	for _, name := range []string{"inputs", "subrequests", "contexts", "gitquerystring", "contexts.zstd"} {
		b.Extra = []string{"--opt", "frontend.caps=moby.buildkit.frontend." + name}
		build(t, harness.Gateway, b)
	}
	b.Extra = []string{"--opt", "frontend.caps=moby.buildkit.frontend.none"}
	wants(t, refuse(t, harness.Gateway, b).Stderr, "moby.buildkit.frontend.none")
}

// TestTheFrontendGetsNoNetwork reads the label by which BuildKit gives it none.
func TestTheFrontendGetsNoNetwork(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "buildx", "imagetools", "inspect", suite.Image, "--format", "{{json .Image.Config.Labels}}")
	r := suite.Do(cmd, harness.Build{})
	var labels map[string]string
	if err := json.Unmarshal([]byte(r.Stdout), &labels); err != nil || r.Err != nil {
		t.Fatalf("%v, %v\n%s", err, r.Err, r.Failure())
	}
	if labels["moby.buildkit.frontend.network.none"] != "true" {
		t.Errorf("the labels are %q", labels)
	}
}
