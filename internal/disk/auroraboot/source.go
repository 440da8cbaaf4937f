package auroraboot

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/amikit/amikit/internal/disk/firstboot"
	"github.com/amikit/amikit/internal/disk/rootfs"
)

// checkSource reads what auroraboot reads of the root filesystem, and the kernel
// and initrd, which it never looks at. It returns the architecture.
func checkSource(dir string) (string, error) {
	root, err := rootfs.Open(dir)
	if err != nil {
		return "", err
	}
	release, err := root.Release()
	if err != nil {
		return "", err
	}
	if err := root.TrustedBoot(release); err != nil {
		return "", err
	}
	if err := checkRelease(release); err != nil {
		return "", err
	}
	names, err := architectureOf(release)
	if err != nil {
		return "", err
	}
	if err := checkKernel(root); err != nil {
		return "", err
	}
	if err := checkStart(root, release); err != nil {
		return "", err
	}
	return names.arch, checkLoaders(root, names, release.Get("FLAVOR"))
}

// architecture is one that EC2 has, with its names in the files of a loader.
type architecture struct {
	arch    string
	aliases []string
	machine string // in paths of shim and of GRUB's own package
	suffix  string // in EFI file names
	signed  string // GRUB's name of it
}

func architectures() []architecture {
	return []architecture{
		{"amd64", []string{"amd64", "x86_64"}, "x86_64", "x64", "x86_64"},
		{"arm64", []string{"arm64", "aarch64"}, "aarch64", "aa64", "arm64"},
	}
}

func architectureOf(r *rootfs.Release) (architecture, error) {
	for _, a := range architectures() {
		if slices.Contains(a.aliases, r.Architecture()) {
			return a, nil
		}
	}
	return architecture{}, fail("use an image for amd64 or arm64",
		"the root filesystem is for %q by /%s, and AWS has no such machines", r.Architecture(), r.File)
}

// checkKernel finds GRUB's menu and the kernel and initrd that it starts.
func checkKernel(root *rootfs.Root) error {
	menu, err := readText(root, "etc/cos/grub.cfg")
	if err != nil {
		return fail(useBuiltin, "the root filesystem has no usable /etc/cos/grub.cfg: it is no Kairos image that GRUB starts (%s)", reason(err))
	}
	args, err := readText(root, "etc/cos/bootargs.cfg")
	if err != nil && strings.Contains(menu, "bootargs.cfg") {
		return fail("use an image that kairos-init has finished",
			"the root filesystem has no usable /etc/cos/bootargs.cfg, from which GRUB learns the kernel (%s)", reason(err))
	}
	for _, f := range bootFiles(args) {
		if _, err := usable(root, f.path); err != nil {
			return fail("install a kernel and make an initrd in the image, or let kairos-init do it",
				"the root filesystem has no usable %s /%s, and auroraboot would make a disk that cannot boot (%s)", f.kind, f.path, reason(err))
		}
	}
	return nil
}

// checkStart refuses a kernel and an initrd that no instance starts from. Those
// of an unusual name are not judged.
func checkStart(root *rootfs.Root, release *rootfs.Release) error {
	boot, err := root.Boot(release)
	if err != nil {
		return nil
	}
	return firstboot.Judge(firstboot.Check(firstboot.System{Root: root, Boot: boot}), func(string) {})
}

// usable returns a regular file that is not empty.
func usable(root *rootfs.Root, name string) (rootfs.File, error) {
	file, err := root.File(name)
	if err != nil {
		return file, err
	}
	info, err := os.Stat(file.Host)
	if err == nil && info.Size() == 0 {
		err = fmt.Errorf("it is empty: %w", fs.ErrInvalid)
	}
	return file, err
}

// maxText is more than any text file that is read here has, in bytes.
const maxText = 1 << 20

func readText(root *rootfs.Root, name string) (string, error) {
	file, err := usable(root, name)
	if err != nil {
		return "", err
	}
	text, err := file.Head(maxText)
	return string(text), err
}
