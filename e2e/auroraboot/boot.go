//go:build linux

package main

import (
	"os"
	"strings"
)

// boot makes the EFI system partition.
func (p *partitioner) boot() error {
	s := p.source
	folder := "EFI/BOOT"
	if strings.Contains(s.first("FLAVOR"), "ubuntu") {
		folder = "EFI/ubuntu"
	}
	for name, from := range map[string]string{
		"EFI/BOOT/" + efiName(s.shim): s.shim, "EFI/BOOT/" + s.fallbackName(): s.shim, "EFI/BOOT/" + efiName(s.grub): s.grub,
	} {
		data, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := writeFile(p.path("efi", name), data, 0o644); err != nil {
			return err
		}
	}
	lines := "search --no-floppy --label --set=root COS_RECOVERY\nset root=($root)\nset prefix=($root)/grub2\nconfigfile ($root)/etc/cos/grub.cfg"
	if err := writeFile(p.path("efi", folder, "grub.cfg"), []byte(lines), 0o644); err != nil {
		return err
	}
	return vfat(p.path("efi.img"), "COS_GRUB", efiMiB, p.path("efi"))
}
