//go:build e2e

package e2e

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// TestTheExampleIsAFrontendWithATargetOfItsOwn builds the program of
// examples/frontend into an image and asks it for its target.
func TestTheExampleIsAFrontendWithATargetOfItsOwn(t *testing.T) {
	dir, ref := t.TempDir(), suite.Registry.Address+"/example:e2e"
	program := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(dir, "frontend"), "../examples/frontend")
	if out, err := program.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	write(t, dir, "Dockerfile", "FROM "+suite.Image+"\nCOPY frontend /\nENTRYPOINT [\"/frontend\"]\n")
	build(t, harness.Gateway, harness.Build{Context: dir, Extra: []string{"--output", "type=image,push=true,name=" + ref}})

	b := builtin(t)
	b.Target, b.Extra = "disk-description", []string{"--opt", "source=" + ref}
	build(t, harness.Gateway, b)
	wants(t, read(t, b.Output, "disk.json"), `"digest"`)
	if raw, err := filepath.Glob(filepath.Join(b.Output, "*.raw")); err != nil || len(raw) > 0 {
		t.Errorf("the result holds %v, %v", raw, err)
	}
}
