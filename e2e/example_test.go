//go:build e2e

package e2e

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// pushFrontend builds a program into an image that stands on amikit's, with more
// instructions behind it, and returns the image's reference.
func pushFrontend(t *testing.T, program, name string, more ...string) string {
	t.Helper()
	dir, ref := t.TempDir(), suite.Registry.Address+"/"+name+":e2e"
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(dir, "frontend"), program)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := append([]string{"FROM " + suite.Image, "COPY frontend /", `ENTRYPOINT ["/frontend"]`}, more...)
	write(t, dir, "Dockerfile", strings.Join(lines, "\n")+"\n")
	build(t, harness.Gateway, harness.Build{Context: dir, Extra: []string{"--output", "type=image,push=true,name=" + ref}})
	return ref
}

// TestTheExampleIsAFrontendWithATargetOfItsOwn builds the program of
// examples/frontend into an image and asks it for its target.
func TestTheExampleIsAFrontendWithATargetOfItsOwn(t *testing.T) {
	t.Parallel()
	ref := pushFrontend(t, "../examples/frontend", "example")
	b := builtin(t)
	b.Target, b.Extra = "disk-description", []string{"--opt", "source=" + ref}
	build(t, harness.Gateway, b)
	wants(t, read(t, b.Output, "disk.json"), `"digest"`)
	if raw, err := filepath.Glob(filepath.Join(b.Output, "*.raw")); err != nil || len(raw) > 0 {
		t.Errorf("the result holds %v, %v", raw, err)
	}
}
