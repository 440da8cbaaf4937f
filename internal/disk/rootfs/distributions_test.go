package rootfs_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/testroot"
)

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
		"boot/vmlinuz-6.1.0": kernel, "boot/vmlinuz-0-rescue-0123": kernel, "boot/vmlinuz-6.10.0.old": kernel, "usr/lib/modules/6.10.0/vmlinuz": kernel, "usr/lib/modules/6.1.0/vmlinuz": kernel,
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
