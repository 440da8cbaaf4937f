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

func TestVersionsAreComparedAsTheirNumbers(t *testing.T) {
	kernel, initrd := file(testroot.Kernel("amd64")), file(testroot.Initrd())
	for name, c := range map[string]struct{ older, newer string }{
		"numbers":               {"6.8.0-9-generic", "6.8.0-31-generic"},
		"a release candidate":   {"6.12.0-rc3", "6.12.0"},
		"Debian's candidate":    {"6.12~rc3-amd64", "6.12-amd64"},
		"Fedora's":              {"6.11.4-301.fc41.x86_64", "6.12.5-200.fc41.x86_64"},
		"RHEL's minor releases": {"5.14.0-427.13.1.el9_4.x86_64", "5.14.0-503.11.1.el9_5.x86_64"},
	} {
		t.Run(name, func(t *testing.T) {
			tree := testroot.Tree{}
			for _, version := range []string{c.older, c.newer} {
				tree["boot/vmlinuz-"+version], tree["boot/initramfs-"+version+".img"] = kernel, initrd
			}
			k, err := open(t, tree).Kernel()
			if err != nil || k.Version != c.newer {
				t.Fatalf("took %+v, %v", k, err)
			}
		})
	}
}

func TestTheNewestKernelIsTakenWhereverItIs(t *testing.T) {
	kernel := file(testroot.Kernel("amd64"))
	k, err := open(t, testroot.Tree{
		"boot/vmlinuz-6.1.0": kernel, "boot/vmlinuz-0-rescue-0123": kernel, "usr/lib/modules/6.10.0/vmlinuz": kernel, "usr/lib/modules/6.1.0/vmlinuz": kernel,
	}).Kernel()
	if err != nil || k.Path != "usr/lib/modules/6.10.0/vmlinuz" || k.Release != testroot.KernelVersion {
		t.Fatalf("took %+v, %v", k, err)
	}
}

func TestAUnifiedKernelImageInPlaceIsTaken(t *testing.T) {
	uki := file(testroot.UKI("amd64", "root=LABEL=root  quiet\n", testroot.Initrd()))
	for _, path := range []string{"boot/EFI/Linux/a.efi", "efi/EFI/Linux/a.efi", "boot/efi/EFI/Linux/a.efi", "usr/lib/modules/" + testroot.KernelVersion + "/vmlinuz-virt.efi"} {
		tree := testroot.Debian("amd64").With(path, uki).With("boot/EFI/Linux/a.efi.extra.d/b.addon.efi", file(testroot.EFI("amd64")))
		boot, err := open(t, tree).Boot(&rootfs.Release{})
		if err != nil || boot.UKI == nil || boot.UKI.Path != path || boot.Release != testroot.KernelVersion {
			t.Errorf("%s: found %+v, %v", path, boot, err)
			continue
		}
		if boot.UKI.CommandLine != "root=LABEL=root quiet" || boot.Architecture != "amd64" {
			t.Errorf("%s: read %+v", path, boot.UKI)
		}
	}
}

func TestKairosAndOtherProgramsDoNotStartByAUnifiedKernelImage(t *testing.T) {
	tree := testroot.Debian("amd64").With("boot/EFI/Linux/tool.efi", file(testroot.EFI("amd64")))
	if boot, err := open(t, tree).Boot(&rootfs.Release{}); err != nil || boot.UKI != nil || boot.Kernel == nil {
		t.Errorf("found %+v, %v", boot, err)
	}
	tree = testroot.Debian("amd64").With("boot/EFI/Linux/a.efi", file(testroot.UKI("amd64", "", nil)))
	kairos := &rootfs.Release{Kairos: map[string]string{"KAIROS_FLAVOR": "debian"}}
	if boot, err := open(t, tree).Boot(kairos); err != nil || boot.UKI != nil {
		t.Errorf("found %+v, %v", boot, err)
	}
}

func TestImagesOfBootcAndOSTreeAreToldWhatTheyLack(t *testing.T) {
	base := testroot.Tree{"usr/lib/modules/6.10.0/vmlinuz": file(testroot.Kernel("amd64")), "usr/lib/modules/6.10.0/initramfs.img": file(testroot.Initrd())}
	composefs := testroot.File("[composefs]\nenabled = yes\n")
	for name, c := range map[string]struct {
		tree testroot.Tree
		want string
	}{
		"bootc with composefs": {base.With("usr/lib/bootc/install/00.toml", testroot.File("")).With("usr/lib/ostree/prepare-root.conf", composefs), "is an image for bootc, and a disk of its files would lack a kernel in /boot"},
		"ostree":               {base.With("ostree", testroot.Link("sysroot/ostree")).With("sysroot/ostree/repo/config", testroot.File("")), "is an image for ostree"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := open(t, c.tree).Boot(&rootfs.Release{})
			var refused *rootfs.ImageModeError
			if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("it says %v", err)
			}
			if strings.Contains(err.Error(), "composefs") != strings.Contains(name, "composefs") {
				t.Errorf("it says %v", err)
			}
		})
	}
	packages := base.With("boot/vmlinuz-6.10.0", base["usr/lib/modules/6.10.0/vmlinuz"]).With("usr/bin/bootc", testroot.File(""))
	if _, err := open(t, packages).Boot(&rootfs.Release{}); err != nil {
		t.Errorf("a system of packages that has bootc is refused: %v", err)
	}
}

func TestFedorasNewLoaderFoldersAreFound(t *testing.T) {
	efi := file(testroot.EFI("amd64"))
	root := open(t, testroot.Tree{
		"usr/lib/efi/shim/15.8-9/EFI/fedora/shimx64.efi": efi, "usr/lib/efi/shim/15.8-10/EFI/fedora/shimx64.efi": efi,
		"usr/lib/bootupd/updates/EFI/centos/grubx64.efi": efi,
	})
	if shim, ok := root.Shim("amd64"); !ok || shim.Path != "usr/lib/efi/shim/15.8-10/EFI/fedora/shimx64.efi" {
		t.Errorf("found %q", shim.Path)
	}
	if grub, ok := root.GRUB("amd64"); !ok || grub.Path != "usr/lib/bootupd/updates/EFI/centos/grubx64.efi" {
		t.Errorf("found %q", grub.Path)
	}
}
