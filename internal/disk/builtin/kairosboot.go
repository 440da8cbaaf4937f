package builtin

import (
	"path"
	"strings"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/rootfs"
)

// kairosBoot are the files of the EFI system partition.
func (s *system) kairosBoot() ([]espFile, error) {
	arch := s.boot.Architecture
	shim, ok := s.root.Shim(arch)
	if !ok {
		return nil, missingLoader("shim", arch)
	}
	grub, ok := s.root.GRUB(arch)
	if !ok {
		return nil, missingLoader("GRUB", arch)
	}
	files := []espFile{
		{path: disk.FallbackPath(arch), host: shim.Host},
		{path: path.Join("EFI/BOOT", grub.InstalledName()), host: grub.Host},
		{path: path.Join("EFI", s.kairosVendor(), "grub.cfg"), data: []byte(kairosFirstMenu)},
	}
	if beside := path.Join("EFI/BOOT", shim.InstalledName()); !strings.EqualFold(beside, files[0].path) {
		files = append(files, espFile{path: beside, host: shim.Host})
	}
	return files, nil
}

func missingLoader(name, arch string) error {
	return &rootfs.MissingError{
		Part:   name + " for " + arch,
		Looked: []string{"/usr/lib/shim", "/usr/lib/grub", "/usr/share/efi", "/boot/efi/EFI"},
		Hint:   "a Kairos image has one; build it with kairos-init",
	}
}

// kairosVendor is the folder in which the flavor's GRUB looks.
func (s *system) kairosVendor() string {
	if strings.Contains(s.release.Get("FLAVOR"), "ubuntu") {
		return "ubuntu"
	}
	return "BOOT"
}

// kairosFirstMenu leads GRUB from the EFI system partition to Kairos' own menu.
const kairosFirstMenu = `search --no-floppy --label --set=root ` + labelRecovery + `
set root=($root)
set prefix=($root)/grub2
configfile ($root)/` + kairosMenu
