package builtin

import (
	"github.com/amikit/amikit/internal/option"
)

// recoveryImage is the system's image on the recovery partition.
const recoveryImage = "cOS/recovery.img"

// recoveryPart fills the recovery partition: the system as one image in a file,
// and the menu that starts it.
type recoveryPart struct {
	image  int64 // size of recovery.img in bytes
	menu   string
	system extFS
	outer  extFS
	tools  *tools
	// missing are mount points that the system lacks.
	missing []mountPoint
}

// mountPoint is a folder that Kairos mounts something on.
type mountPoint struct {
	path string
	mode uint32
}

func mountPoints() []mountPoint {
	return []mountPoint{
		{"run", 0o755}, {"dev", 0o755}, {"boot", 0o755}, {"usr/local", 0o755}, {"oem", 0o755},
		{"tmp", 0o1777}, {"proc", 0o555}, {"sys", 0o555},
	}
}

// recovery decides the image's size: no larger than needed, because some GRUBs
// load it whole into memory.
func (o Options) recovery(s *system, t *tools, id identity) (recoveryPart, error) {
	menu, err := s.root.File(kairosMenu)
	if err != nil {
		return recoveryPart{}, err
	}
	size := leastImageSize(s.usage)
	if given := o.RecoverySize * mib; given > 0 {
		if given < size {
			return recoveryPart{}, &SizeError{Setting: option.RecoverySize, Given: o.RecoverySize, Least: size / mib}
		}
		size = given
	}
	r := recoveryPart{image: size, menu: menu.Host, tools: t, system: o.ext2(t, id, labelSystem), outer: o.ext2(t, id, labelRecovery)}
	r.system.times = o.timestampsOf(s)
	r.system.source, r.system.inodes = s.root.Dir(), s.usage.entries+s.usage.entries/20+512
	for _, p := range mountPoints() {
		if !s.root.IsDir(p.path) {
			r.missing = append(r.missing, p)
		}
	}
	return r, t.need(len(r.missing) > 0)
}

// leastImageSize has no journal and no room to grow: the image is only read.
func leastImageSize(u usage) int64 {
	const overhead = 12 * mib
	need := u.total() + (u.entries+u.entries/20+512)*extInode + overhead
	return roundToMiB(need + need/50)
}

// ext2 is what Kairos' partitions and images have.
func (o Options) ext2(t *tools, id identity, label string) extFS {
	return extFS{
		tool: t.mke2fs, kind: "ext2", label: label, id: id.of(label), seed: id.of("hash " + label),
		blockSize: extBlock, times: o.timestamps(), work: o.Work,
	}
}
