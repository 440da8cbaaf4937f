package builtin

import (
	"fmt"
	"path"

	"github.com/amikit/amikit/internal/disk/rootfs"
)

// checkKairos refuses a root filesystem from which Kairos would not start.
func (s *system) checkKairos() error {
	for _, key := range []string{"FLAVOR", "MODEL"} {
		if s.release.Get(key) == "" {
			return fmt.Errorf("/%s of the root filesystem lacks KAIROS_%s; build the image with kairos-init", s.release.File, key)
		}
	}
	if arch := s.release.Architecture(); arch != s.boot.Architecture {
		return fmt.Errorf("/%s of the root filesystem names architecture %q, and its kernel is for %s", s.release.File, arch, s.boot.Architecture)
	}
	for _, name := range []string{kairosMenu, "etc/cos/bootargs.cfg", "boot/vmlinuz", "boot/initrd"} {
		if _, err := s.root.File(name); err != nil {
			return &rootfs.MissingError{Part: path.Base(name), Looked: []string{"/" + name}, Hint: "Kairos' boot menu reads it; build the image with kairos-init"}
		}
	}
	return nil
}
