package builtin

import (
	"fmt"
	"slices"
	"strings"

	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/option"
)

// fstab are the lines of /etc/fstab that mount something.
type fstab []rootfs.Mount

// readFstab returns the lines that the system will have: those of the setting,
// else the root filesystem's own.
func (o Options) readFstab(root *rootfs.Root) (fstab, error) {
	if o.Fstab == "" {
		text, _ := root.Read(fstabPath) // a system without the file mounts nothing
		return rootfs.ParseFstab(string(text)), nil
	}
	for line := range strings.Lines(o.fstabText()) {
		if len(rootfs.ParseFstab(line)) == 0 && !strings.HasPrefix(line, "#") {
			return nil, fmt.Errorf("%s: line %q has fewer than three fields; write it as \"LABEL=root / ext4 defaults 0 1\"", option.Fstab, strings.TrimSpace(line))
		}
	}
	return rootfs.ParseFstab(o.fstabText()), nil
}

const fstabPath = "etc/fstab"

// fstabText is the file that the setting asks for: ";" ends a line too, because a
// build argument seldom has several.
func (o Options) fstabText() string {
	var b strings.Builder
	for _, line := range strings.FieldsFunc(o.Fstab, func(r rune) bool { return r == '\n' || r == ';' }) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// root returns the line for "/".
func (f fstab) root() (rootfs.Mount, bool) {
	i := slices.IndexFunc(f, func(m rootfs.Mount) bool { return m.Target == "/" })
	if i < 0 {
		return rootfs.Mount{}, false
	}
	return f[i], true
}

// rootMode is "ro" where /etc/fstab says how the root is mounted again later,
// else "rw": nothing would ever make it writable.
func (f fstab) rootMode() string {
	if _, ok := f.root(); ok {
		return "ro"
	}
	return "rw"
}

const (
	extLabelLength = 16
	fatLabelLength = 11
)

// rootLabel is the label by which /etc/fstab asks for the root, else "root".
func (f fstab) rootLabel() string {
	root, _ := f.root()
	return root.Label(extLabelLength, "root")
}

// espLabel is the label by which /etc/fstab asks for the EFI system partition,
// else "ESP".
func (f fstab) espLabel() string {
	for _, m := range f {
		if m.Kind == "vfat" && slices.Contains([]string{"/boot/efi", "/efi", "/boot"}, m.Target) {
			return m.Label(fatLabelLength, "ESP")
		}
	}
	return "ESP"
}
