package auroraboot

import (
	"errors"
	"io/fs"
	"strings"
)

// bootFile is a file that GRUB loads out of recovery.img.
type bootFile struct{ kind, path string }

// bootFiles returns the kernel and initrd that a bootargs.cfg names: GRUB's
// "set kernel=…" and "set initramfs=…". What it does not name, or builds from
// variables, is Kairos' own.
func bootFiles(bootargs string) []bootFile {
	kernel, initrd := "boot/vmlinuz", "boot/initrd"
	for line := range strings.Lines(bootargs) {
		name, value, ok := assignment(line)
		switch {
		case !ok:
		case name == "kernel":
			kernel = value
		case name == "initramfs":
			initrd = value
		}
	}
	return []bootFile{{"kernel", kernel}, {"initrd", initrd}}
}

func assignment(line string) (name, value string, ok bool) {
	text, isSet := strings.CutPrefix(strings.TrimSpace(line), "set ")
	if !isSet {
		return "", "", false
	}
	name, value, ok = strings.Cut(strings.TrimSpace(text), "=")
	value = strings.TrimPrefix(strings.Trim(value, `"'`), "/")
	return name, value, ok && value != "" && !strings.ContainsAny(value, "$()")
}

// reason is the part of a file's error that does not repeat its path.
func reason(err error) string {
	var path *fs.PathError
	switch {
	case err == nil:
		return ""
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.As(err, &path):
		return path.Err.Error()
	}
	return err.Error()
}
