package auroraboot

import (
	"fmt"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/rootfs"
)

// headSize is enough of an EFI program to read its architecture from.
const headSize = 4096

// checkLoaders finds shim and GRUB where auroraboot looks for them. Alpine's
// come out of auroraboot's own image.
func checkLoaders(root *rootfs.Root, a architecture, flavor string) error {
	if flavor == "alpine" {
		return nil
	}
	if err := checkLoader(root, a, "shim", a.shims()); err != nil {
		return err
	}
	return checkLoader(root, a, "GRUB", a.grubs())
}

func checkLoader(root *rootfs.Root, a architecture, kind string, paths []string) error {
	if file, found := root.First(paths...); found {
		head, err := file.Head(headSize)
		if err != nil {
			return fail("install it anew", "the root filesystem's EFI %s /%s cannot be read (%s)", kind, file.Path, reason(err))
		}
		return a.checkMachine(kind, file.Path, head)
	}
	return fail(fmt.Sprintf("install it in the image, such as Debian's shim-signed and grub-efi-%s-signed", a.arch),
		"the root filesystem has no EFI %s for %s where auroraboot looks, such as /%s", kind, a.arch, paths[0])
}

func (a architecture) checkMachine(kind, path string, head []byte) error {
	found, err := disk.PEArchitecture(head)
	if err != nil {
		return fail("install it anew", "the root filesystem's EFI %s /%s is no EFI program", kind, path)
	}
	if found != a.arch {
		return fail("correct KAIROS_ARCH, or install the right one", "the root filesystem is for %s, and its EFI %s /%s is for %s", a.arch, kind, path, found)
	}
	return nil
}

// shims returns where auroraboot looks for shim, in its order.
func (a architecture) shims() []string {
	debian := "usr/lib/shim/shim" + a.suffix + ".efi"
	return []string{
		"usr/share/efi/" + a.machine + "/shim.efi",
		debian + ".dualsigned", debian + ".signed.latest", debian + ".signed",
		"boot/efi/EFI/fedora/shim.efi", "boot/efi/EFI/rocky/shim.efi", "boot/efi/EFI/redhat/shim.efi",
		"boot/efi/EFI/redhat/shim" + a.suffix + ".efi", "boot/efi/EFI/almalinux/shim.efi",
	}
}

// grubs returns where auroraboot looks for GRUB, in its order.
func (a architecture) grubs() []string {
	name := "grub" + a.suffix + ".efi"
	return []string{
		"usr/share/efi/" + a.machine + "/grub.efi",
		"usr/lib/grub/" + a.signed + "-efi-signed/" + name + ".signed",
		"boot/efi/EFI/fedora/" + name, "boot/efi/EFI/rocky/" + name, "boot/efi/EFI/redhat/" + name,
		"boot/efi/EFI/almalinux/" + name,
		"usr/lib/grub/" + a.signed + "-efi/" + name,
	}
}
