package builtin

import (
	"testing"

	"github.com/amikit/amikit/internal/testroot"
)

func TestTheDiskIsNamedAfterTheSystem(t *testing.T) {
	for release, want := range map[string]string{
		"ID=debian\nVERSION_ID=\"12\"\n": "debian-12-amd64.raw",
		"ID=arch\n":                      "arch-amd64.raw",
		"":                               "linux-amd64.raw",
		"ID=ubuntu\nVERSION_ID=\"24.04 (a+b)\"\n": "ubuntu-24.04-a+b-amd64.raw",
	} {
		tree := testroot.Debian("amd64").Without("usr/lib/os-release").With("etc/os-release", testroot.File(release))
		got, err := FileName(rootOf(t, tree))
		if err != nil || got != want {
			t.Errorf("%q is named %q, %v; want %q", release, got, err, want)
		}
	}
}

func TestAKairosDiskIsNamedAsByAuroraboot(t *testing.T) {
	standard := testroot.File("KAIROS_ARCH=amd64\nKAIROS_FLAVOR=ubuntu\nKAIROS_FLAVOR_RELEASE=22.04\nKAIROS_VARIANT=standard\n" +
		"KAIROS_MODEL=generic\nKAIROS_VERSION=v4.1.2\nKAIROS_SOFTWARE_VERSION_PREFIX=k3s\nKAIROS_SOFTWARE_VERSION=v1.30.1+k3s1\n")
	for want, tree := range map[string]testroot.Tree{
		"kairos-ubuntu-22.04-core-amd64-generic-v4.1.2.raw":                     testroot.Kairos("amd64"),
		"kairos-ubuntu-22.04-standard-amd64-generic-v4.1.2-k3sv1.30.1+k3s1.raw": testroot.Kairos("amd64").With("etc/kairos-release", standard),
	} {
		if got, err := FileName(rootOf(t, tree)); err != nil || got != want {
			t.Errorf("it is named %q, %v; want %q", got, err, want)
		}
	}
}
