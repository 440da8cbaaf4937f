package builtin

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/diskfs/go-diskfs/partition/gpt"
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/content"
	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/option"
)

// contentPart fills the partition with what the first boot takes: an empty
// filesystem at first, into which the files are written one by one. mke2fs would
// want them in one folder, and so a second copy of what may be many gigabytes.
type contentPart struct {
	fs    extFS
	tools *tools
	files []content.File
}

// contentPartition returns the partition. Its identifiers follow from the
// content alone, so that other content leaves the rest of the disk as it is.
func (o Options) contentPartition(t *tools, sum digest.Digest) (partition, error) {
	id, size := newIdentity(sum), o.Content.PartitionSize()
	fs := o.ext2(t, id, content.Label)
	fs.kind, fs.journal, fs.inodes = "ext4", journalSize(size), int64(len(o.Content.Files))+1024
	return partition{
		name: content.Label, kind: gpt.LinuxFilesystem, guid: id.guid("partition content"), size: size,
		fill: contentPart{fs: fs, tools: t, files: o.Content.Files},
	}, t.need(true)
}

func (p contentPart) fill(ctx context.Context, disk string, offset, size int64) error {
	stage, err := newStage(p.fs.work, "content")
	if err != nil {
		return err
	}
	for _, folder := range content.Folders() {
		if err := os.Mkdir(stage.path(folder), 0o755); err != nil {
			return err
		}
	}
	if err := stage.settle(); err != nil {
		return err
	}
	p.fs.source = stage.dir
	if err := p.fs.make(ctx, disk, offset, size); err != nil {
		return err
	}
	if err := p.writeFiles(ctx, fmt.Sprintf("%s?offset=%d", disk, offset)); err != nil {
		return err
	}
	if err := p.fs.times.apply(disk, offset, stage.dir); err != nil {
		return err
	}
	return os.RemoveAll(stage.dir)
}

func (p contentPart) writeFiles(ctx context.Context, device string) error {
	var commands strings.Builder
	for _, f := range p.files {
		fmt.Fprintf(&commands, "cd \"/%[1]s\"\nwrite \"%[2]s\" \"%[3]s\"\nsif \"%[3]s\" mode 0100644\nsif \"%[3]s\" uid 0\nsif \"%[3]s\" gid 0\n", f.Folder, f.Host, f.Name)
	}
	script := filepath.Join(p.fs.work, "contentfiles")
	if err := os.WriteFile(script, []byte(commands.String()), 0o600); err != nil {
		return err
	}
	return p.tools.debugfs.script(ctx, device, script)
}

// Added is a partition that was put behind those of a finished disk.
type Added struct {
	// Partition is its entry in the table.
	Partition gpt.Partition
	// DiskSize is the size in bytes that the disk has now.
	DiskSize int64
}

// AddContent fills the partition COS_CONTENT behind the last one of a disk that
// another builder made, and leaves the table to the caller. What lies before it
// is not touched. The tools are those of PATH, else of o.Rootfs.
func (o Options) AddContent(ctx context.Context, name string, l *disk.Layout, size int64) (*Added, error) {
	root, err := rootfs.Open(o.Rootfs)
	if err != nil {
		return nil, err
	}
	tools, err := findTools(ctx, root, o.PreferPath)
	if err != nil {
		return nil, err
	}
	sum, err := o.Content.Digest(ctx)
	if err != nil {
		return nil, err
	}
	part, err := o.contentPartition(tools, sum)
	if err != nil {
		return nil, err
	}
	start := roundToMiB(l.Partitions[len(l.Partitions)-1].End())
	need := start + part.size + margin
	if o.DiskSize > 0 && o.DiskSize*mib < need {
		return nil, &SizeError{Setting: option.DiskSize, Given: o.DiskSize, Least: need / mib}
	}
	return part.add(ctx, name, start, max(size, need))
}

// add grows the disk. The old backup table, which lies where the partition is
// going to be, is wiped.
func (p partition) add(ctx context.Context, name string, start, size int64) (*Added, error) {
	if err := os.Truncate(name, start); err != nil {
		return nil, fmt.Errorf("add partition %q: %w", p.name, err)
	}
	if err := os.Truncate(name, size); err != nil {
		return nil, fmt.Errorf("add partition %q: %w", p.name, err)
	}
	if err := p.fill.fill(ctx, name, start, p.size); err != nil {
		return nil, fmt.Errorf("make partition %q: %w", p.name, err)
	}
	return &Added{DiskSize: size, Partition: gpt.Partition{
		Name: p.name, Type: p.kind, GUID: p.guid, Start: uint64(start / sector), End: uint64((start+p.size)/sector - 1),
	}}, nil
}

// warnContent is for a system that would not take the content.
func (o Options) warnContent() {
	if !o.Content.Empty() {
		o.warn("content, cluster and edge configuration are left out: only a Kairos system takes them from the partition %s", content.Label)
	}
}
