package builtin

import (
	"errors"
	"strings"
	"testing"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/testroot"
)

// ukiRoot is a Debian with a unified kernel image in place.
func ukiRoot(commandLine string) testroot.Tree {
	image := testroot.UKI("amd64", commandLine, testroot.InitrdOf("usr/lib/systemd/system-generators/systemd-gpt-auto-generator"))
	return testroot.Debian("amd64").With("boot/efi/EFI/Linux/debian.efi", testroot.Entry{Mode: 0o644, Data: image})
}

func TestAUnifiedKernelImageBootsBehindSystemdBoot(t *testing.T) {
	b := build(t, rootOf(t, ukiRoot("root=LABEL=system rw")))
	if b.espFile("EFI/BOOT/BOOTX64.EFI") != string(testroot.EFI("amd64")) {
		t.Error("the loader is another")
	}
	if !strings.Contains(b.espFile("loader/loader.conf"), "default debian.efi") || !strings.Contains(b.espList(), "EFI/Linux/debian.efi") {
		t.Errorf("the image is not where it is found:\n%s", b.espList())
	}
	if strings.Contains(b.espList(), "/initrd") {
		t.Errorf("there is an initrd beside it:\n%s", b.espList())
	}
}

func TestAUnifiedKernelImageIsItsOwnLoader(t *testing.T) {
	tree := ukiRoot("").Without("usr/lib/systemd/boot/efi/systemd-bootx64.efi")
	b := build(t, rootOf(t, tree))
	if b.espFile("EFI/BOOT/BOOTX64.EFI") != string(tree["boot/efi/EFI/Linux/debian.efi"].Data) || b.info.BootMode != disk.BootUEFI {
		t.Errorf("the disk is %+v", b.info.Layout)
	}
}

func TestTheInitrdIsLeftToFindTheRootByItsType(t *testing.T) {
	for _, commandLine := range []string{"quiet", "root=gpt-auto quiet"} {
		if p := build(t, rootOf(t, ukiRoot(commandLine))).info.Partitions[1]; p.Type != "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709" || p.Name != "root" {
			t.Errorf("%q: the partition is %+v", commandLine, p)
		}
	}
}

func TestTheRootHasTheNameThatTheImageLooksFor(t *testing.T) {
	const id = "0f5c3a2e-7d35-4f2b-9a51-6c1d2e3f4a5b"
	for root, check := range map[string]func(disk.Partition) bool{
		"LABEL=system":   func(p disk.Partition) bool { return p.Label == "system" && p.Name == "root" },
		"UUID=" + id:     func(p disk.Partition) bool { return p.UUID == id },
		"PARTUUID=" + id: func(p disk.Partition) bool { return p.GUID == strings.ToUpper(id) },
		"PARTLABEL=main": func(p disk.Partition) bool { return p.Name == "main" },
	} {
		b := build(t, rootOf(t, ukiRoot("quiet root="+root)))
		if p := b.info.Partitions[1]; !check(p) {
			t.Errorf("root=%s: the partition is %+v", root, p)
		}
	}
}

func TestASealedCommandLineThatCannotServeIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ inside, extra, want string }{
		"a device's name":   {"root=/dev/sda2", "", "/dev/sda2"},
		"what is no UUID":   {"root=UUID=12", "", "no UUID"},
		"words to be added": {"root=LABEL=root", "quiet", "cannot take KERNEL_CMDLINE"},
	} {
		_, err := tryBuild(t, rootOf(t, ukiRoot(c.inside)), func(o *Options) { o.KernelCmdline = c.extra })
		var sealed *SealedError
		if !errors.As(err, &sealed) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: it says %v", name, err)
		}
	}
}
