package rootfs_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/testroot"
)

func file(data []byte) testroot.Entry { return testroot.Entry{Mode: 0o644, Data: data} }

func TestKernelAndInitrdAreFoundWhereDistributionsKeepThem(t *testing.T) {
	kernel, initrd := file(testroot.Kernel("amd64")), file(testroot.Initrd())
	for name, c := range map[string]struct {
		tree                    testroot.Tree
		kernel, initrd, version string
	}{
		"Debian": {testroot.Debian("amd64"), "boot/vmlinuz-" + testroot.KernelVersion, "boot/initrd.img-" + testroot.KernelVersion, testroot.KernelVersion},
		"the newest of several": {
			testroot.Tree{"boot/vmlinuz-6.1.0-9": kernel, "boot/vmlinuz-6.1.0-10": kernel, "boot/initrd.img-6.1.0-9": initrd, "boot/initrd.img-6.1.0-10": initrd},
			"boot/vmlinuz-6.1.0-10", "boot/initrd.img-6.1.0-10", "6.1.0-10",
		},
		"Fedora, in the modules' folder": {
			testroot.Tree{"lib": testroot.Link("usr/lib"), "usr/lib/modules/6.5.1-300.fc39/vmlinuz": kernel, "usr/lib/modules/6.5.1-300.fc39/initramfs.img": initrd},
			"usr/lib/modules/6.5.1-300.fc39/vmlinuz", "usr/lib/modules/6.5.1-300.fc39/initramfs.img", "6.5.1-300.fc39",
		},
		"Alpine": {
			testroot.Tree{"boot/vmlinuz-virt": kernel, "boot/initramfs-virt": initrd},
			"boot/vmlinuz-virt", "boot/initramfs-virt", "virt",
		},
		"links at the root": {
			testroot.Tree{"vmlinuz": testroot.Link("/boot/vmlinuz-1"), "boot/vmlinuz-1": kernel, "initrd.img": testroot.Link("boot/i"), "boot/i": initrd},
			"boot/vmlinuz-1", "boot/i", "1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			root := open(t, c.tree)
			k, err := root.Kernel()
			if err != nil {
				t.Fatal(err)
			}
			i, err := root.Initrd(k)
			if err != nil {
				t.Fatal(err)
			}
			if k.Path != c.kernel || i.Path != c.initrd || k.Version != c.version || k.Architecture != "amd64" {
				t.Fatalf("found %q (%q, %s) and %q", k.Path, k.Version, k.Architecture, i.Path)
			}
		})
	}
}

func TestTheKernelsArchitectureIsRead(t *testing.T) {
	k, err := open(t, testroot.Debian("arm64")).Kernel()
	if err != nil || k.Architecture != "arm64" {
		t.Fatalf("found %+v, %v", k, err)
	}
}

func TestMissingPartsAreNamed(t *testing.T) {
	whole := testroot.Debian("amd64")
	noInitrd := whole.Without("boot/initrd", "boot/initrd.img", "boot/initrd.img-"+testroot.KernelVersion)
	noKernel := whole.Without("boot/vmlinuz", "boot/vmlinuz-"+testroot.KernelVersion)
	for name, c := range map[string]struct {
		tree testroot.Tree
		want string
	}{
		"no kernel": {noKernel, "no kernel"},
		"no initrd": {noInitrd, "no initrd"},
	} {
		t.Run(name, func(t *testing.T) {
			err := bootParts(open(t, c.tree))
			var missing *rootfs.MissingError
			if !errors.As(err, &missing) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("it says %v", err)
			}
		})
	}
}

func TestFilesOfAnotherFormatAreNamed(t *testing.T) {
	whole := testroot.Debian("amd64")
	for name, tree := range map[string]testroot.Tree{
		"an empty kernel":     whole.With("boot/vmlinuz-"+testroot.KernelVersion, testroot.File("")),
		"an initrd of a text": whole.With("boot/initrd.img-"+testroot.KernelVersion, testroot.File("placeholder\n")),
	} {
		t.Run(name, func(t *testing.T) {
			var format *rootfs.FormatError
			if err := bootParts(open(t, tree)); !errors.As(err, &format) {
				t.Fatalf("it says %v", err)
			}
		})
	}
}

func bootParts(root *rootfs.Root) error {
	k, err := root.Kernel()
	if err != nil {
		return err
	}
	_, err = root.Initrd(k)
	return err
}

func TestLoadersAreFoundForTheirOwnArchitecture(t *testing.T) {
	for _, arch := range []string{"amd64", "arm64"} {
		kairos, debian := open(t, testroot.Kairos(arch)), open(t, testroot.Debian(arch))
		shim, ok := kairos.Shim(arch)
		if !ok || !strings.HasSuffix(shim.InstalledName(), ".efi") {
			t.Errorf("%s: shim is %q", arch, shim.InstalledName())
		}
		if grub, ok := kairos.GRUB(arch); !ok || strings.Contains(grub.InstalledName(), "signed") {
			t.Errorf("%s: GRUB is %q", arch, grub.InstalledName())
		}
		if _, ok := debian.SystemdBoot(arch); !ok {
			t.Errorf("%s: no systemd-boot", arch)
		}
		if _, ok := debian.GRUB(arch); ok {
			t.Errorf("%s: GRUB where there is none", arch)
		}
	}
	wrong := testroot.Tree{"usr/lib/systemd/boot/efi/systemd-bootx64.efi": file(testroot.EFI("arm64"))}
	if _, ok := open(t, wrong).SystemdBoot("amd64"); ok {
		t.Error("a loader for another machine was taken")
	}
}

func TestAVendorsFolderOnTheESPIsLookedInto(t *testing.T) {
	root := open(t, testroot.Tree{"boot/efi/EFI/centos/grubx64.efi": file(testroot.EFI("amd64"))})
	if grub, ok := root.GRUB("amd64"); !ok || grub.Path != "boot/efi/EFI/centos/grubx64.efi" {
		t.Fatalf("found %+v", grub)
	}
}
