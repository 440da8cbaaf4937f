package builtin

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/amikit/amikit/internal/disk/rootfs"
)

// FileName returns the name of the disk of a root filesystem, such as
// debian-12-amd64.raw, or for Kairos that which auroraboot gives, without blanks.
func FileName(dir string) (string, error) {
	root, err := rootfs.Open(dir)
	if err != nil {
		return "", err
	}
	release, err := root.Release()
	if err != nil {
		return "", err
	}
	boot, err := root.Boot(release)
	if err != nil {
		return "", err
	}
	parts := []string{cmp.Or(release.OS["ID"], "linux"), release.OS["VERSION_ID"], boot.Architecture}
	if release.IsKairos() {
		parts = kairosName(release)
	}
	return joinClean(parts) + ".raw", nil
}

// kairosName is the name that auroraboot gives.
func kairosName(r *rootfs.Release) []string {
	parts := []string{"kairos", r.Get("FLAVOR"), r.Get("FLAVOR_RELEASE"), r.Get("VARIANT"), r.Architecture(), r.Get("MODEL"), r.Get("VERSION")}
	if r.Get("VARIANT") == "standard" {
		parts = append(parts, r.Get("SOFTWARE_VERSION_PREFIX")+r.Get("SOFTWARE_VERSION"))
	}
	return parts
}

func joinClean(parts []string) string {
	var clean []string
	for _, part := range parts {
		if part = sanitize(part); part != "" {
			clean = append(clean, part)
		}
	}
	return strings.Join(clean, "-")
}

func sanitize(part string) string {
	return strings.Trim(regexp.MustCompile(`[^A-Za-z0-9._+-]+`).ReplaceAllString(part, "-"), "-.")
}
