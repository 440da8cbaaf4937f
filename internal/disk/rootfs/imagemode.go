package rootfs

import (
	"fmt"
	"strings"
)

// ImageModeError is a root filesystem that is the content of a bootc or ostree
// image: it boots only as a deployment in a repository on the disk.
type ImageModeError struct {
	// Tool is "bootc" or "ostree".
	Tool string
	// Missing is what the files lack for a disk of their own.
	Missing []string
}

// Error says what is missing and what to do, on one line.
func (e *ImageModeError) Error() string {
	return fmt.Sprintf("the root filesystem is an image for %s, and a disk of its files would lack %s: install it by `bootc install to-disk --generic-image --via-loopback`, and publish that disk by `amikit ami create`",
		e.Tool, strings.Join(e.Missing, ", "))
}

// checkImageMode refuses images that keep their kernel beside its modules for a
// deployment. One with a kernel in /boot is taken for a system of packages.
func (r *Root) checkImageMode() error {
	tool := r.imageMode()
	if tool == "" || len(r.Glob("boot", "vmlinuz*")) > 0 {
		return nil
	}
	missing := []string{"a kernel in /boot (its kernel is in /usr/lib/modules)", "the deployment below /ostree that its initrd mounts as the root"}
	if composefs, err := r.Read("usr/lib/ostree/prepare-root.conf"); err == nil && strings.Contains(string(composefs), "[composefs]") {
		missing = append(missing, "the composefs image of that deployment")
	}
	return &ImageModeError{Tool: tool, Missing: missing}
}

func (r *Root) imageMode() string {
	for _, sign := range []struct{ path, tool string }{
		{"usr/lib/bootc", "bootc"}, {"usr/bin/bootc", "bootc"}, {"sysroot/ostree", "ostree"}, {"ostree", "ostree"},
	} {
		if _, err := r.File(sign.path); err == nil || r.IsDir(sign.path) {
			return sign.tool
		}
	}
	return ""
}
