//go:build e2e

package e2e

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
	"github.com/amikit/amikit/internal/testroot"
)

// userDataPath is the cloud-config's place in a build context.
const userDataPath = "cloud-images/config/user-data.yaml"

// newContext makes a build context: a root filesystem that is the own one of this
// run of the test, so that no other's cache serves it, and a Dockerfile that names the
// frontend and copies the root filesystem.
func newContext(t *testing.T, root testroot.Tree) string {
	t.Helper()
	dir := t.TempDir()
	own := root.With("etc/e2e-test", testroot.File(t.Name()+"\n")).With("etc/e2e-run", testroot.File(filepath.Dir(dir)+"\n"))
	if err := own.Write(filepath.Join(dir, "rootfs")); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "Dockerfile", "# syntax="+suite.Image+"\nFROM scratch\nCOPY rootfs /\n")
	write(t, dir, userDataPath, "#cloud-config\nhostname: e2e\n")
	return dir
}

func rootOf(arch string) testroot.Tree { return testroot.Debian(arch) }

func debian() testroot.Tree { return rootOf(runtime.GOARCH) }
func kairos() testroot.Tree { return testroot.Kairos(runtime.GOARCH) }

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, elem ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(elem...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// with returns a copy of the map that also has the pairs, which win.
func with(m, more map[string]string) map[string]string {
	out := maps.Clone(m)
	if out == nil {
		out = map[string]string{}
	}
	maps.Copy(out, more)
	return out
}

// build runs a build that must succeed.
func build(t *testing.T, c harness.Client, b harness.Build) *harness.Result {
	t.Helper()
	r := suite.Run(t.Context(), c, b)
	if r.Err != nil {
		t.Fatalf("%s failed: %v\n%s", c, r.Err, r.Failure())
	}
	return r
}

// refuse runs a build that must fail.
func refuse(t *testing.T, c harness.Client, b harness.Build) *harness.Result {
	t.Helper()
	r := suite.Run(t.Context(), c, b)
	if r.Err == nil {
		t.Fatalf("%s succeeded, and should have failed\n%s", c, r.Failure())
	}
	return r
}
