//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// twoDaemons makes a builder whose second daemon gets what is for arm64. Its
// steps run natively, as all of amikit's do; only the disks are for arm64.
func twoDaemons(t *testing.T) (name string, second *harness.Buildkitd) {
	t.Helper()
	second = startDaemon(t)
	name = "two-" + filepath.Base(filepath.Dir(second.Root))
	err := suite.MakeBuilder(name,
		harness.Node{Address: suite.Buildkitd.Address, Platforms: []string{"linux/amd64"}},
		harness.Node{Address: second.Address, Platforms: []string{"linux/arm64"}})
	if err != nil {
		t.Fatal(err)
	}
	return name, second
}

// forBothPlatforms makes the build's context one for two architectures.
func forBothPlatforms(t *testing.T, b harness.Build) harness.Build {
	t.Helper()
	b.Platforms = []string{"linux/amd64", "linux/arm64"}
	for _, arch := range []string{"amd64", "arm64"} {
		if err := rootOf(arch).Write(filepath.Join(b.Context, "linux-"+arch)); err != nil {
			t.Fatal(err)
		}
	}
	write(t, b.Context, "Dockerfile", "# syntax="+suite.Image+"\nFROM scratch\nARG TARGETOS TARGETARCH\nCOPY $TARGETOS-$TARGETARCH /\n")
	return b
}

// TestTwoDaemonsMakeOneImageEach gives each platform to a daemon of its own.
func TestTwoDaemonsMakeOneImageEach(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	b := forBothPlatforms(t, publish(t, a))
	var second *harness.Buildkitd
	b.Builder, second = twoDaemons(t)
	build(t, harness.Buildx, b)
	names := map[string]string{}
	for _, arch := range []string{"amd64", "arm64"} {
		p := image(t, filepath.Join(b.Output, "linux_"+arch))
		if names[arch] = p.Name; !strings.HasSuffix(p.Name, "-"+arch) || state(t, a, p.ImageID) != "available" {
			t.Errorf("the image for %s is %+v", arch, p)
		}
	}
	if got := history(t, second.Address); !strings.Contains(got, "linux/arm64") || strings.Contains(got, "linux/amd64") {
		t.Errorf("the second daemon has built %s", got)
	}
	if names["amd64"] == names["arm64"] {
		t.Errorf("both images are called %s", names["amd64"])
	}
}

// TestAmikitBuildReachesABuilderOfBuildx uses a builder by buildx's own connection,
// which knows every driver.
func TestAmikitBuildReachesABuilderOfBuildx(t *testing.T) {
	b := builtin(t)
	b.Host = "buildx://e2e"
	programs := t.TempDir()
	program, err := exec.LookPath("buildx")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(program, filepath.Join(programs, "buildx")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", programs) // no docker
	build(t, harness.Amikit, b)
}
