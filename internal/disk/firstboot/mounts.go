package firstboot

import (
	"regexp"
	"slices"
	"strings"

	"github.com/amikit/amikit/internal/disk/rootfs"
)

// checkMounts warns of lines of /etc/fstab for which the boot waits in vain.
func checkMounts(s System) []Finding {
	var found []Finding
	for _, m := range s.Fstab {
		if s.Sources == nil || isOptional(m) || !isDevice(m.Source) || isNVMeRoot(m.Source) || slices.Contains(s.Sources, canonical(m.Source)) {
			continue
		}
		if m.Target == "/" {
			found = append(found, warning("/etc/fstab mounts / from %s, which this disk does not have; write LABEL=root there", m.Source)...)
			continue
		}
		found = append(found, warning("/etc/fstab mounts %s from %s, which this disk does not have; the boot stops where the volume is not attached or has another name: add nofail, and name it by UUID= or LABEL=", m.Target, m.Source)...)
	}
	return found
}

func isOptional(m rootfs.Mount) bool {
	return m.Has("nofail") || m.Has("noauto") || m.Has("x-systemd.automount")
}

var (
	tagged   = regexp.MustCompile(`^(LABEL|UUID|PARTLABEL|PARTUUID)=`)
	rootNVMe = regexp.MustCompile(`^/dev/nvme0n1p[12]$`)
)

func isDevice(source string) bool {
	return tagged.MatchString(source) || strings.HasPrefix(source, "/dev/")
}

// isNVMeRoot knows the disk's own partitions on a Nitro instance.
func isNVMeRoot(source string) bool { return rootNVMe.MatchString(source) }

// canonical turns /dev/disk/by-label/x and LABEL="x" into LABEL=x. UUIDs are
// compared in lower case.
func canonical(source string) string {
	for folder, tag := range map[string]string{"label": "LABEL", "uuid": "UUID", "partlabel": "PARTLABEL", "partuuid": "PARTUUID"} {
		if value, ok := strings.CutPrefix(source, "/dev/disk/by-"+folder+"/"); ok {
			source = tag + "=" + value
		}
	}
	tag, value, _ := strings.Cut(source, "=")
	if value = strings.Trim(value, `"`); strings.HasSuffix(tag, "UUID") {
		value = strings.ToLower(value)
	}
	return tag + "=" + value
}
