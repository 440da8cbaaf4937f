package testroot_test

import (
	"bytes"
	"debug/pe"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/internal/testroot"
)

func TestEveryTreeIsWrittenWhole(t *testing.T) {
	trees := map[string]testroot.Tree{
		"Kairos on amd64":       testroot.Kairos("amd64"),
		"Kairos on arm64":       testroot.Kairos("arm64"),
		"trusted boot":          testroot.TrustedBoot("amd64"),
		"Debian on amd64":       testroot.Debian("amd64"),
		"Debian without kernel": testroot.Debian("amd64").Without("boot/vmlinuz-" + testroot.KernelVersion),
	}
	for name, tree := range trees {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := tree.Write(dir); err != nil {
				t.Fatal(err)
			}
			for path, want := range tree {
				info, err := os.Lstat(filepath.Join(dir, path))
				if err != nil || info.Mode().Type() != want.Mode.Type() {
					t.Errorf("%s: %v, %v", path, info, err)
				}
			}
		})
	}
}

func TestLoadersAndKernelsAreForTheirArchitecture(t *testing.T) {
	for arch, machine := range map[string]uint16{"amd64": pe.IMAGE_FILE_MACHINE_AMD64, "arm64": pe.IMAGE_FILE_MACHINE_ARM64} {
		for _, image := range [][]byte{testroot.EFI(arch), testroot.Kernel(arch)} {
			f, err := pe.NewFile(bytes.NewReader(image))
			if err != nil {
				t.Fatalf("%s: %v", arch, err)
			}
			if f.Machine != machine || len(f.Sections) != 1 {
				t.Errorf("%s: machine %#x, %d sections", arch, f.Machine, len(f.Sections))
			}
		}
	}
}

func TestATreeIsNotChangedByItsVariants(t *testing.T) {
	tree := testroot.Kairos("amd64")
	tree.Without("etc/cos/grub.cfg").With("etc/new", testroot.File("x"))
	if _, ok := tree["etc/new"]; ok {
		t.Error("With changed the tree that it was called on")
	}
	if tree["etc/cos/grub.cfg"].Mode != fs.FileMode(0o644) {
		t.Error("Without changed the tree that it was called on")
	}
}

func TestWithoutPanicsWhereThereIsNothingToLeaveOut(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Without took a path that is not there")
		}
	}()
	testroot.Kairos("amd64").Without("etc/nothing")
}
