package builtin

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/testroot"
)

// needs fails where a program of the tests is missing.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin:/sbin")
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%s is missing: install e2fsprogs", program)
		}
	}
}

// rootOf writes a tree with fixed times, and returns its folder.
func rootOf(t *testing.T, tree testroot.Tree) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "root")
	if err := tree.Write(dir); err != nil {
		t.Fatal(err)
	}
	setTimes(t, dir)
	return dir
}

// setTimes gives every file the same modification time.
func setTimes(t *testing.T, dir string) {
	t.Helper()
	when := unix.Timespec{Sec: 1700000000}
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return unix.UtimesNanoAt(unix.AT_FDCWD, path, []unix.Timespec{when, when}, unix.AT_SYMLINK_NOFOLLOW)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// grubRoot is a Debian whose loader is the signed GRUB behind shim.
func grubRoot(arch string) testroot.Tree {
	short, target := "x64", "x86_64-efi"
	if arch == "arm64" {
		short, target = "aa64", "arm64-efi"
	}
	efi := testroot.Entry{Mode: 0o644, Data: testroot.EFI(arch)}
	return testroot.Debian(arch).
		Without("usr/lib/systemd/boot/efi/systemd-boot"+short+".efi").
		With("usr/lib/grub/"+target+"-signed/grub"+short+".efi.signed", efi).
		With("usr/lib/shim/shim"+short+".efi.signed", efi)
}

// built is a finished disk.
type built struct {
	t    *testing.T
	name string
	info *disk.Info
}

func build(t *testing.T, root string, change ...func(*Options)) *built {
	t.Helper()
	b, err := tryBuild(t, root, change...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func tryBuild(t *testing.T, root string, change ...func(*Options)) (*built, error) {
	t.Helper()
	needs(t, "mke2fs", "debugfs")
	o := Options{Rootfs: root, Work: t.TempDir(), PreferPath: true}
	for _, c := range change {
		c(&o)
	}
	name := filepath.Join(t.TempDir(), "disk.raw")
	info, err := Build(t.Context(), o, name)
	return &built{t, name, info}, err
}

// part returns the partition of that name.
func (b *built) part(name string) disk.Partition {
	b.t.Helper()
	for _, p := range b.info.Partitions {
		if p.Name == name {
			return p
		}
	}
	b.t.Fatalf("no partition %q in %v", name, b.info.Partitions)
	return disk.Partition{}
}
