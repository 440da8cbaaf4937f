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
		"ID=ubuntu\nVERSION_ID=\"24.04 (a+b)\"\n": "ubuntu-24.04-a-b-amd64.raw",
	} {
		tree := testroot.Debian("amd64").Without("usr/lib/os-release").With("etc/os-release", testroot.File(release))
		got, err := FileName(rootOf(t, tree))
		if err != nil || got != want {
			t.Errorf("%q is named %q, %v; want %q", release, got, err, want)
		}
	}
}
