package builtin

import (
	"strings"

	"github.com/amikit/amikit/internal/disk/rootfs"
)

// rootMode is "ro" where /etc/fstab says how the root is mounted again later,
// else "rw": nothing would ever make it writable.
func rootMode(root *rootfs.Root) string {
	if _, ok := rootEntry(root); ok {
		return "ro"
	}
	return "rw"
}

// rootLabel is the label by which /etc/fstab asks for the root, else "root".
func rootLabel(root *rootfs.Root) string {
	source, _ := rootEntry(root)
	if label, ok := strings.CutPrefix(source, "LABEL="); ok && len(label) <= extLabelLength {
		return strings.Trim(label, `"`)
	}
	return "root"
}

const extLabelLength = 16

// rootEntry returns the first field of the line for "/" in /etc/fstab (fstab(5)).
func rootEntry(root *rootfs.Root) (source string, ok bool) {
	text, err := root.Read("etc/fstab")
	if err != nil {
		return "", false
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) >= 3 && !strings.HasPrefix(fields[0], "#") && fields[1] == "/" {
			return fields[0], true
		}
	}
	return "", false
}

// warnFstab names an entry for the root that this disk cannot satisfy.
func (o Options) warnFstab(root *rootfs.Root) {
	source, ok := rootEntry(root)
	if ok && !strings.HasPrefix(source, "LABEL=") {
		o.warn("/etc/fstab of the root filesystem mounts / from %s, which this disk may not have; write LABEL=root there", source)
	}
}
