package builtin

import (
	"regexp"
	"strings"

	"github.com/amikit/amikit/internal/disk/rootfs"
)

// FileName returns the name of the disk of a root filesystem, such as
// debian-12-amd64.raw, in characters that every object store takes.
func FileName(dir string) (string, error) {
	root, err := rootfs.Open(dir)
	if err != nil {
		return "", err
	}
	release, err := root.Release()
	if err != nil {
		return "", err
	}
	kernel, err := root.Kernel()
	if err != nil {
		return "", err
	}
	parts := []string{}
	for _, part := range []string{release.OS["ID"], release.OS["VERSION_ID"], kernel.Architecture} {
		if clean := sanitize(part); clean != "" {
			parts = append(parts, clean)
		}
	}
	if release.OS["ID"] == "" {
		parts = append([]string{"linux"}, parts...)
	}
	return strings.Join(parts, "-") + ".raw", nil
}

func sanitize(part string) string {
	return strings.Trim(regexp.MustCompile(`[^A-Za-z0-9._-]+`).ReplaceAllString(part, "-"), "-.")
}
