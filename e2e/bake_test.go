//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// TestBakeBuildsTheThreeTargets runs the repository's own docker-bake.hcl.
func TestBakeBuildsTheThreeTargets(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	b := publish(t, a)
	cmd := exec.CommandContext(t.Context(), "buildx", "bake", "--builder", "e2e", "--progress", "rawjson",
		"--allow", "fs="+os.TempDir(), "-f", filepath.Join(suite.Repo, "docker-bake.hcl"),
		"iso-image", "cloud-image", "aws-cloud-image")
	cmd.Env = append(a.Environ(), "AMIKIT_IMAGE="+suite.Image, "CONTEXT="+b.Context, "OUTPUT="+b.Output,
		"DISK_BUILDER=builtin", "DISK_TOOLS_IMAGE="+suite.DiskTools, "AMI_NAME=e2e-bake")
	r := suite.Do(cmd, harness.Build{})
	if r.Err != nil {
		t.Fatalf("%v\n%s", r.Err, r.Failure())
	}
	_, d := describe(t, filepath.Join(b.Output, "cloud-image"))
	if p := image(t, filepath.Join(b.Output, "aws-cloud-image")); p.Digest != d.Digest || p.Name != "e2e-bake" {
		t.Fatalf("ami.json says %+v of the disk %+v", p, d)
	}
}
