//go:build e2e

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// TestTheFrontendHasEveryCapabilityOfTheDockerfileFrontend asks for each as
// clients do: BuildKit refuses what the image's label does not name.
func TestTheFrontendHasEveryCapabilityOfTheDockerfileFrontend(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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

// TestBuildKitHonoursThatTheFrontendGetsNoNetwork asks a process in a frontend's
// container, of an image with amikit's own label and of one that takes it back.
func TestBuildKitHonoursThatTheFrontendGetsNoNetwork(t *testing.T) {
	t.Parallel()
	host, err := os.Readlink("/proc/self/ns/net") // the daemon's steps have it too
	if err != nil {
		t.Fatal(err)
	}
	look := func(name string, more ...string) []string {
		b := harness.Build{Context: t.TempDir(), Target: "network", Output: t.TempDir()}
		b.Extra = []string{"--opt", "source=" + pushFrontend(t, "./witness", name, more...)}
		build(t, harness.Gateway, b)
		return strings.Split(read(t, b.Output, "network"), "\n")
	}
	if got := look("witness"); got[0] == host || !slices.Equal(got[1:], []string{"lo"}) {
		t.Errorf("the frontend has the network %q, the host %s", got, host)
	}
	if got := look("witness-online", `LABEL moby.buildkit.frontend.network.none="false"`); got[0] != host {
		t.Errorf("without the label the frontend has the network %q, the host %s", got, host)
	}
}
