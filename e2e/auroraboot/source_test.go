//go:build linux

package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/testroot"
)

func TestTheSourceIsReadAsTheRealProgramReadsIt(t *testing.T) {
	kairos := testroot.Kairos("amd64")
	release := string(kairos["etc/kairos-release"].Data)
	tests := map[string]struct {
		tree testroot.Tree
		want string
	}{
		"a Kairos image":           {kairos, ""},
		"one for arm64":            {testroot.Kairos("arm64"), ""},
		"one without a kernel":     {kairos.Without("boot/vmlinuz", "boot/vmlinuz-"+testroot.KernelVersion), ""},
		"one without GRUB's menu":  {kairos.Without("etc/cos/grub.cfg"), "etc/cos/grub.cfg: no such file or directory"},
		"one without shim":         {kairos.Without("usr/lib/shim/shimx64.efi.signed"), "could not find any shim file to copy"},
		"one without GRUB":         {kairos.Without("usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed"), "could not find any shim file to copy"},
		"one without a model":      {kairos.With("etc/kairos-release", testroot.File(strings.ReplaceAll(release, "KAIROS_MODEL", "X"))), "KAIROS_MODEL key not found"},
		"one without architecture": {kairos.With("etc/kairos-release", testroot.File("KAIROS_MODEL=generic\nKAIROS_FLAVOR=ubuntu\n")), "KAIROS_ARCH/KAIROS_TARGETARCH not found in etc/kairos-release"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := test.tree.Write(dir); err != nil {
				t.Fatal(err)
			}
			_, err := readSource(dir)
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v; want %q", err, test.want)
			}
		})
	}
}

func TestTheDiskIsNamedByItsRelease(t *testing.T) {
	dir := t.TempDir()
	if err := testroot.Kairos("arm64").Write(dir); err != nil {
		t.Fatal(err)
	}
	s, err := readSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.diskName(); got != "kairos-ubuntu-22.04-core-arm64-generic-v4.1.2.raw" {
		t.Errorf("the disk is named %s", got)
	}
	if got := []string{efiName(s.shim), efiName(s.grub), s.fallbackName()}; strings.Join(got, " ") != "shimaa64.efi grubaa64.efi bootaa64.efi" {
		t.Errorf("the loaders are named %s", got)
	}
	if filepath.Dir(s.shim) != filepath.Join(dir, "usr/lib/shim") {
		t.Errorf("shim is %s", s.shim)
	}
}
