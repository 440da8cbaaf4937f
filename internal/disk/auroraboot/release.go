package auroraboot

import (
	"fmt"

	"github.com/amikit/amikit/internal/disk/rootfs"
)

const useBuiltin = "build on a Kairos image, or set DISK_BUILDER=builtin for another system"

// checkRelease refuses what auroraboot would fail at late, or fill in from the
// release file of the system that it runs on.
func checkRelease(r *rootfs.Release) error {
	if !r.IsKairos() {
		return fail(useBuiltin, "the root filesystem is no Kairos image: neither /etc/kairos-release nor /etc/os-release has KAIROS_ keys")
	}
	if r.Architecture() == "" {
		return fail("add KAIROS_ARCH=\"amd64\" or \"arm64\" to it", "/%s of the root filesystem names no architecture", r.File)
	}
	for _, key := range []string{"FLAVOR", "MODEL"} {
		if r.Get(key) == "" {
			return fail(fmt.Sprintf("add KAIROS_%s to it", key), "/%s of the root filesystem has no KAIROS_%s", r.File, key)
		}
	}
	return nil
}
