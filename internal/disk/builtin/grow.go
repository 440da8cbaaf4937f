package builtin

import "github.com/amikit/amikit/internal/option"

// What systemd grows a root with (repart.d(5), systemd-growfs(8)).
const (
	repartRoot  = "etc/repart.d/50-root.conf"
	growUnit    = "usr/lib/systemd/system/systemd-growfs-root.service"
	growOwnUnit = "etc/systemd/system/systemd-growfs-root.service"
	growWanted  = "etc/systemd/system/local-fs.target.wants/systemd-growfs-root.service"
	growOption  = "x-systemd.growfs"
	repartText  = "# By amikit: the root partition grows into the volume.\n[Partition]\nType=root\n"
	growFSFlag  = 1 << 59 // "grow file system" (discoverable partitions specification)
	growProgram = "usr/lib/systemd/systemd-growfs"
)

// growth returns what has to be added for the root to grow at the first boot into
// a volume that is larger than the disk.
func (o Options) growth(s *system, t *tools) []edit {
	has := func(names ...string) bool { _, ok := s.root.First(names...); return ok }
	switch {
	case has("usr/bin/cloud-init") && has("usr/bin/growpart"):
		return nil // its default configuration does it
	case has("usr/bin/systemd-repart", "usr/sbin/systemd-repart") && has(growProgram):
		added := s.repart()
		if len(added) == 0 || t.debugfs != nil {
			return added
		}
		o.warn("the root will not grow into a larger volume: systemd-repart has to be enabled on the disk, and there is no debugfs to do it; give %s an image with all of e2fsprogs", option.DiskToolsImage)
		return nil
	}
	o.warn("the root will not grow into a larger volume: the root filesystem has neither systemd-repart nor cloud-init with growpart; install one, or give %s", option.DiskSize)
	return nil
}

// repart enables systemd-repart where the system has no definitions of its own,
// and the growth of the filesystem behind it.
func (s *system) repart() []edit {
	var edits []edit
	if len(s.root.Glob("etc/repart.d", "*.conf"))+len(s.root.Glob("usr/lib/repart.d", "*.conf")) == 0 {
		edits = append(edits, edit{path: repartRoot, data: []byte(repartText)})
	}
	root, _ := s.fstab.root()
	if _, err := s.root.File(growWanted); err != nil && !root.Has(growOption) {
		edits = append(edits, s.growFS()...)
	}
	return edits
}

// growFS enables the unit that grows the root's filesystem. Before version 254
// systemd made it for lines of /etc/fstab alone.
func (s *system) growFS() []edit {
	if _, err := s.root.File(growUnit); err == nil {
		return []edit{{path: growWanted, link: "/" + growUnit}}
	}
	return []edit{{path: growOwnUnit, data: []byte(growText)}, {path: growWanted, link: "/" + growOwnUnit}}
}

// growText is systemd's own unit of that name.
const growText = `# By amikit: systemd's unit of this name, which this version does not have.
[Unit]
Description=Grow Root File System
DefaultDependencies=no
Conflicts=shutdown.target
After=systemd-repart.service systemd-remount-fs.service
Before=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/` + growProgram + ` /
`
