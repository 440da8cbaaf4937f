package builtin

import (
	"context"
	"fmt"

	"github.com/diskfs/go-diskfs/partition/gpt"

	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/option"
)

// system is what a root filesystem has to boot with.
type system struct {
	root    *rootfs.Root
	release *rootfs.Release
	boot    *rootfs.Boot
	fstab   fstab
	usage   usage
}

func (o Options) readSystem(ctx context.Context, root *rootfs.Root) (*system, error) {
	s := &system{root: root}
	var err error
	if s.release, err = root.Release(); err != nil {
		return nil, err
	}
	if err := root.TrustedBoot(s.release); err != nil {
		return nil, err
	}
	if s.boot, err = root.Boot(s.release); err != nil {
		return nil, err
	}
	if s.fstab, err = o.readFstab(root); err != nil {
		return nil, err
	}
	s.usage, err = measure(ctx, root.Dir())
	return s, err
}

// plan decides sizes and contents; what cannot become a disk is refused here,
// before anything is written.
func (o Options) plan(ctx context.Context, root *rootfs.Root, id identity) (*plan, error) {
	s, err := o.readSystem(ctx, root)
	if err != nil {
		return nil, err
	}
	return o.systemPlan(ctx, s, id)
}

// planSystem is the disk of a system that is no Kairos: an EFI system partition
// and a root partition, which is last so that it can grow.
func (o Options) planSystem(s *system, tools *tools, id identity) (*plan, error) {
	names, err := o.rootNames(s, id)
	if err != nil {
		return nil, err
	}
	boot, err := o.planESP(s, id)
	if err != nil {
		return nil, err
	}
	if err := o.judge(s, id, names); err != nil {
		return nil, err
	}
	root := partition{name: names.partLabel, kind: rootType(s.boot.Architecture), guid: names.partUUID, attrs: growFSFlag, size: rootSize(s.usage)}
	p := &plan{guid: id.guid("disk"), partitions: []partition{boot, root}}
	if err := p.resize(o.DiskSize*mib, leastRootSize(s.usage)); err != nil {
		return nil, err
	}
	last := &p.partitions[1]
	last.fill, err = o.rootFS(s, tools, id, names, last.size)
	return p, err
}

// rootFS is the root partition's filesystem, with what is added to the root filesystem.
func (o Options) rootFS(s *system, tools *tools, id identity, names rootNames, size int64) (extFS, error) {
	added := edits{list: o.growth(s, tools), root: s.root, debugfs: tools.debugfs, work: o.Work}
	if o.Fstab != "" {
		added.list = append(added.list, edit{path: fstabPath, data: []byte(o.fstabText())})
	}
	return extFS{
		tool: tools.mke2fs, kind: "ext4", label: names.label, id: names.id, seed: id.of("hash"), source: s.root.Dir(),
		blockSize: extBlock, inodes: inodeCount(s.usage, size), journal: journalSize(size),
		times: o.timestampsOf(s), work: o.Work, edits: added,
	}, tools.need(len(added.list) > 0)
}

// SizeError is a size that does not hold the content.
type SizeError struct {
	// Setting is the name of the setting that gave it.
	Setting string
	// Given and Least are sizes in MiB.
	Given, Least int64
}

// Error says the least size on one line.
func (e *SizeError) Error() string {
	return fmt.Sprintf("%s of %d MiB is too small: the content needs at least %d MiB", e.Setting, e.Given, e.Least)
}

// resize gives the last partition what is left of a disk of that many bytes; 0
// leaves the sizes as they are.
func (p *plan) resize(size, leastLast int64) error {
	last := &p.partitions[len(p.partitions)-1]
	p.size = least(p.partitions)
	if size == 0 {
		return nil
	}
	fixed := p.size - last.size
	if size < fixed+leastLast {
		return &SizeError{Setting: option.DiskSize, Given: size / mib, Least: (fixed + leastLast) / mib}
	}
	last.size, p.size = size-fixed, size
	return nil
}

// rootType is the type by which systemd finds a root partition of an
// architecture (UAPI group, discoverable partitions specification).
func rootType(arch string) gpt.Type {
	if arch == "arm64" {
		return "B921B045-1DF0-41C3-AF44-4C6F280D3FAE"
	}
	return "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709"
}

// timestampsOf are those of a copy of the root filesystem: no folder is newer
// than its newest file.
func (o Options) timestampsOf(s *system) timestamps {
	t := o.timestamps()
	t.folders = s.usage.newest
	return t
}

func (o Options) timestamps() timestamps {
	if o.Epoch.IsZero() {
		return timestamps{}
	}
	return timestamps{latest: o.Epoch.Unix()}
}
