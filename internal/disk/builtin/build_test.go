package builtin

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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
			if !bytes.Equal(fileOf(t, first.name), fileOf(t, second.name)) {
				t.Fatal("two builds differ")
			}
			if first.info.Inputs != second.info.Inputs || first.info.Digest != second.info.Digest {
				t.Fatalf("described as %v and %v", first.info, second.info)
			}
		})
	}
}

func fileOf(t *testing.T, name string) []byte {
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
	if string(fileOf(t, name)) != "precious" {
		t.Fatal("the file is gone")
	}
}
