//go:build e2e

package e2e

import (
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

func TestIsoImageByEveryClient(t *testing.T) {
	t.Parallel()
	for _, c := range harness.Clients() {
		t.Run(string(c), func(t *testing.T) {
			out := t.TempDir()
			build(t, c, harness.Build{Context: newContext(t, debian()), Target: "iso-image", Output: out})
			if got := read(t, out, "etc/e2e-test"); got != t.Name()+"\n" {
				t.Fatalf("the image holds %q", got)
			}
		})
	}
}

func TestIsoImageIsTheStageOfThatName(t *testing.T) {
	t.Parallel()
	dir, out := newContext(t, debian()), t.TempDir()
	write(t, dir, "Dockerfile", "FROM scratch AS iso-image\nCOPY rootfs /\nFROM scratch\nCOPY rootfs/etc/e2e-test /last\n")
	build(t, harness.Gateway, harness.Build{Context: dir, Target: "iso-image", Output: out})
	read(t, out, "etc/e2e-test")
}

func TestWithNoTargetTheLastStageIsBuilt(t *testing.T) {
	t.Parallel()
	dir, out := newContext(t, debian()), t.TempDir()
	write(t, dir, "Dockerfile", "FROM scratch AS iso-image\nCOPY rootfs /\nFROM scratch\nCOPY rootfs/etc/e2e-test /last\n")
	build(t, harness.Gateway, harness.Build{Context: dir, Output: out})
	read(t, out, "last")
}

// TestSourcesInPlaceOfADockerfile builds from a folder without a Dockerfile.
func TestSourcesInPlaceOfADockerfile(t *testing.T) {
	t.Parallel()
	ref := suite.Registry.Address + "/os:" + strings.ToLower(t.Name())
	source := newContext(t, debian())
	layout := t.TempDir()
	push := harness.Build{Context: source, Target: "iso-image"}
	push.Extra = []string{"--output", "type=image,push=true,name=" + ref}
	build(t, harness.Gateway, push)
	push.Extra = []string{"--output", "type=oci,tar=false,dest=" + layout}
	build(t, harness.Buildx, push)

	for name, b := range map[string]harness.Build{
		"named context of docker-image": {Contexts: map[string]string{"iso-image": "docker-image://" + ref}},
		"named context of oci-layout":   {Contexts: map[string]string{"iso-image": "oci-layout://" + layout}},
		"named context of local":        {Contexts: map[string]string{"iso-image": "local:" + source + "/rootfs"}},
		"build arg ISO_IMAGE":           {Args: map[string]string{"ISO_IMAGE": ref}},
	} {
		t.Run(name, func(t *testing.T) {
			b.Context, b.Target, b.Output = t.TempDir(), "iso-image", t.TempDir()
			build(t, harness.Amikit, b)
			read(t, b.Output, "etc/e2e-test")
		})
	}
}
