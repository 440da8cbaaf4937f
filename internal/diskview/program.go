package diskview

import (
	"bytes"
	"debug/pe"
	"io"

	"github.com/amikit/amikit/disk"
)

// Programs that are known.
const (
	shim        = "shim"
	grub        = "GRUB"
	systemdBoot = "systemd-boot"
	unified     = "unified kernel image"
	kernel      = "kernel"
	program     = "EFI program"
)

// mostProgram is how much of a program is looked into.
const mostProgram = 8 << 20

// identify knows programs by what their builds leave in them.
func identify(file *disk.FileEntry) (string, peImage) {
	if image, err := pe.NewFile(file.Content()); err == nil && image.Section(".linux") != nil {
		return unified, peImage{image}
	}
	data, err := io.ReadAll(io.LimitReader(file.Content(), mostProgram))
	if err != nil {
		return program, peImage{}
	}
	for _, known := range []struct{ mark, kind string }{
		{"LoaderInfo: systemd-boot", systemdBoot}, {"UEFI SHIM", shim}, {"grub_", grub},
	} {
		if bytes.Contains(data, []byte(known.mark)) {
			return known.kind, peImage{}
		}
	}
	if len(data) > 0x206 && string(data[0x202:0x206]) == "HdrS" {
		return kernel, peImage{}
	}
	return program, peImage{}
}

// peImage is a unified kernel image.
type peImage struct{ *pe.File }

func (i peImage) text(section string) string {
	s := i.Section(section)
	if s == nil {
		return ""
	}
	text, err := io.ReadAll(io.LimitReader(s.Open(), min(int64(s.VirtualSize), 1<<16)))
	if err != nil {
		return ""
	}
	return string(bytes.TrimRight(text, "\x00\n "))
}
