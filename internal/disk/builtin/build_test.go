package builtin

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/testroot"
)

func TestADiskBootsBySystemdBoot(t *testing.T) {
	for arch, want := range map[string]string{"amd64": "EFI/BOOT/BOOTX64.EFI", "arm64": "EFI/BOOT/BOOTAA64.EFI"} {
		t.Run(arch, func(t *testing.T) {
			b := build(t, rootOf(t, testroot.Debian(arch)))
			if b.info.Architecture != arch || b.info.BootMode != disk.BootUEFI || len(b.info.Problems) > 0 {
				t.Fatalf("the disk is %+v", b.info.Layout)
			}
			if b.espFile(want) != string(testroot.EFI(arch)) {
				t.Error("the loader has another content")
			}
			entry := "debian-" + testroot.KernelVersion + ".conf"
			if text := b.espFile("loader/loader.conf"); !strings.Contains(text, "default "+entry) {
				t.Errorf("loader.conf is %q", text)
			}
			b.checkEntry(b.espFile("loader/entries/" + entry))
			if b.espFile("debian/"+testroot.KernelVersion+"/linux") != string(testroot.Kernel(arch)) {
				t.Error("the kernel has another content")
			}
		})
	}
}

// checkEntry wants the root by the UUID that the root partition really has.
func (b *built) checkEntry(text string) {
	b.t.Helper()
	for _, want := range []string{"root=UUID=" + b.part("root").UUID + " ", "console=ttyS0,115200", testroot.KernelVersion} {
		if !strings.Contains(text, want) {
			b.t.Errorf("the entry lacks %q:\n%s", want, text)
		}
	}
}

func TestADiskBootsByShimAndGRUB(t *testing.T) {
	b := build(t, rootOf(t, grubRoot("amd64")), func(o *Options) { o.KernelCmdline = "quiet panic=5" })
	files := b.espList()
	for _, want := range []string{"EFI/BOOT/BOOTX64.EFI", "EFI/BOOT/grubx64.efi", "EFI/BOOT/grub.cfg", "EFI/debian/grub.cfg"} {
		if !strings.Contains(files, want) {
			t.Errorf("no %s in\n%s", want, files)
		}
	}
	config := b.espFile("EFI/debian/grub.cfg")
	b.checkEntry(config)
	for _, want := range []string{"--fs-uuid --set=root " + b.part("root").UUID, "linux /boot/vmlinuz-" + testroot.KernelVersion, "quiet panic=5\n", "initrd /boot/initrd.img-"} {
		if !strings.Contains(config, want) {
			t.Errorf("grub.cfg lacks %q:\n%s", want, config)
		}
	}
}

func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	for name, tree := range map[string]testroot.Tree{"systemd-boot": testroot.Debian("amd64"), "GRUB": grubRoot("amd64")} {
		t.Run(name, func(t *testing.T) {
			first := build(t, rootOf(t, tree))
			time.Sleep(1100 * time.Millisecond) // past the second that ext4 and FAT write
			second := build(t, rootOf(t, tree))
			if !bytes.Equal(content(t, first.name), content(t, second.name)) {
				t.Fatal("two builds differ")
			}
			if first.info.Inputs != second.info.Inputs || first.info.Digest != second.info.Digest {
				t.Fatalf("described as %v and %v", first.info, second.info)
			}
		})
	}
}

func content(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestOtherInputGivesOtherIdentifiers(t *testing.T) {
	tree := testroot.Debian("amd64")
	base := build(t, rootOf(t, tree))
	for name, other := range map[string]*built{
		"another file":         build(t, rootOf(t, tree.With("etc/more", testroot.File("x")))),
		"another command line": build(t, rootOf(t, tree), func(o *Options) { o.KernelCmdline = "quiet" }),
		"another size":         build(t, rootOf(t, tree), func(o *Options) { o.DiskSize = 1024 }),
	} {
		if base.part("root").UUID == other.part("root").UUID || base.info.GUID == other.info.GUID || base.info.Inputs == other.info.Inputs {
			t.Errorf("%s: an identifier is the same", name)
		}
	}
}

func TestFilesArriveWithWhatTheyHave(t *testing.T) {
	dir := rootOf(t, testroot.Debian("amd64"))
	at := func(name string) string { return filepath.Join(dir, name) }
	err := errors.Join(
		os.WriteFile(at("etc/secret"), []byte("text"), 0o600), os.Chmod(at("etc/secret"), 0o750|os.ModeSetuid),
		os.Link(at("etc/secret"), at("etc/linked")),
		unix.Setxattr(at("etc/secret"), "user.note", []byte("kept"), 0),
		unix.Mkfifo(at("etc/fifo"), 0o640),
		os.Chmod(dir, 0o711),
		os.WriteFile(at("etc/holes"), nil, 0o644), os.Truncate(at("etc/holes"), 300<<20),
	)
	if err != nil {
		t.Fatal(err)
	}
	setTimes(t, dir)
	b := build(t, dir)
	for path, wants := range map[string][]string{
		"/":             {"Mode:  0711"},
		"/etc/secret":   {"Mode:  04750", "Links: 2", `user.note (4) = "kept"`, "mtime: 0x6553f100", "ctime: 0x6553f100", "atime: 0x6553f100", "crtime: 0x6553f100"},
		"/etc/fifo":     {"Type: FIFO", "Mode:  0640"},
		"/etc/holes":    {"Size: 314572800", "Blockcount: 0"},
		"/boot/vmlinuz": {"Type: symlink", `Fast link dest: "vmlinuz-` + testroot.KernelVersion + `"`},
	} {
		for _, want := range wants {
			if got := b.rootStat(path); !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", path, want, got)
			}
		}
	}
	if b.rootFile("/etc/linked") != "text" {
		t.Error("the hard link has another content")
	}
	if b.info.Allocated > 100*mib {
		t.Errorf("a disk of holes takes %d bytes", b.info.Allocated)
	}
}

func TestSourceDateEpochIsTheLatestTime(t *testing.T) {
	dir := rootOf(t, testroot.Debian("amd64"))
	old := time.Unix(1000000000, 0)
	if err := os.Chtimes(filepath.Join(dir, "etc/fstab"), old, old); err != nil {
		t.Fatal(err)
	}
	b := build(t, dir, func(o *Options) { o.Epoch = time.Unix(1500000000, 0) })
	if got := b.rootStat("/etc/machine-id"); !strings.Contains(got, "mtime: 0x59682f00") {
		t.Errorf("a later time stays:\n%s", got)
	}
	if got := b.rootStat("/etc/fstab"); !strings.Contains(got, "mtime: 0x3b9aca00") {
		t.Errorf("an earlier time changed:\n%s", got)
	}
}

func TestDiskSizeGoesToTheRoot(t *testing.T) {
	b := build(t, rootOf(t, testroot.Debian("amd64")), func(o *Options) { o.DiskSize = 20 << 10 })
	root := b.part("root")
	if b.info.Size != 20<<30 || root.End() != b.info.Size-mib {
		t.Fatalf("disk of %d bytes, root ends at %d", b.info.Size, root.End())
	}
	if len(b.info.Problems) > 0 || b.info.Allocated > 200*mib {
		t.Fatalf("problems %v, %d bytes allocated", b.info.Problems, b.info.Allocated)
	}
}

func TestTheLeastSizeReallySuffices(t *testing.T) {
	dir := rootOf(t, testroot.Debian("amd64").With("usr/lib/big", testroot.Entry{Mode: 0o644, Data: make([]byte, 40*mib)}))
	_, err := tryBuild(t, dir, func(o *Options) { o.DiskSize = 1 })
	var small *SizeError
	if !errors.As(err, &small) || small.Given != 1 || small.Least < 100 {
		t.Fatalf("it says %v", err)
	}
	if b := build(t, dir, func(o *Options) { o.DiskSize = small.Least }); b.info.Size != small.Least*mib {
		t.Fatalf("the disk has %d bytes", b.info.Size)
	}
}

func TestWhatCannotBootIsRefusedAndNothingIsLeft(t *testing.T) {
	whole := testroot.Debian("amd64")
	for name, c := range map[string]struct {
		tree testroot.Tree
		want string
	}{
		"no kernel": {whole.Without("boot/vmlinuz", "boot/vmlinuz-"+testroot.KernelVersion), "no kernel"},
		"no initrd": {whole.Without("boot/initrd", "boot/initrd.img", "boot/initrd.img-"+testroot.KernelVersion), "no initrd"},
		"no loader": {whole.Without("usr/lib/systemd/boot/efi/systemd-bootx64.efi"), "no EFI boot loader for amd64"},
		"a loader of another machine": {
			whole.With("usr/lib/systemd/boot/efi/systemd-bootx64.efi", testroot.Entry{Mode: 0o644, Data: testroot.EFI("arm64")}),
			"no EFI boot loader for amd64",
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := tryBuild(t, rootOf(t, c.tree))
			var missing *rootfs.MissingError
			if !errors.As(err, &missing) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("it says %v", err)
			}
			if _, err := os.Stat(b.name); !errors.Is(err, os.ErrNotExist) {
				t.Fatalf("a file is left: %v", err)
			}
		})
	}
}

func TestAnExistingFileIsNotWrittenOver(t *testing.T) {
	needs(t, "mke2fs")
	name := filepath.Join(t.TempDir(), "disk.raw")
	if err := os.WriteFile(name, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := Options{Rootfs: rootOf(t, testroot.Debian("amd64")), Work: t.TempDir(), PreferPath: true}
	if _, err := Build(t.Context(), o, name); !errors.Is(err, os.ErrExist) {
		t.Fatalf("it says %v", err)
	}
	if string(content(t, name)) != "precious" {
		t.Fatal("the file is gone")
	}
}
