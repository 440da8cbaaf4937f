// Package compare tells how two raw disks differ: in their tables, in the files
// inside their FAT and ext filesystems, and in their blocks.
package compare

import (
	"context"
	"fmt"
	"runtime"

	"github.com/amikit/amikit/disk"
)

// Result says how disk B differs from disk A.
type Result struct {
	// Same is true where every byte is the same.
	Same bool `json:"same"`
	// Fields are what differs of the disk itself: size, table and boot mode.
	Fields []Field `json:"fields,omitempty"`
	// Partitions are those that differ, by number.
	Partitions []Partition `json:"partitions,omitempty"`
	// Blocks are the runs of blocks that differ.
	Blocks Blocks `json:"blocks"`
}

// Field is one property that differs; Old is A's and New is B's.
type Field struct {
	Name string `json:"name"`
	Old  string `json:"old"`
	New  string `json:"new"`
}

// Change says which of the two disks has something.
type Change string

// Changes.
const (
	// Removed is what A alone has.
	Removed Change = "removed"
	// Added is what B alone has.
	Added Change = "added"
	// Changed is what both have, and not the same.
	Changed Change = "changed"
)

// Partition is a partition that differs.
type Partition struct {
	Number int    `json:"number"`
	Name   string `json:"name,omitempty"`
	Change Change `json:"change"`
	// Fields are what differs of its entry and its superblock.
	Fields []Field `json:"fields,omitempty"`
	// Files are those that differ, in the order of their paths.
	Files []File `json:"files,omitempty"`
	// Unread says why its files were not compared.
	Unread string `json:"unread,omitempty"`
	// Blocks is how many of its blocks differ.
	Blocks int `json:"blocks"`
}

// File is a file that differs.
type File struct {
	Path   string `json:"path"`
	Change Change `json:"change"`
	// Fields are what differs of a file that both have. A content has sizes, not bytes.
	Fields []Field `json:"fields,omitempty"`
	// Inside are the files that differ in a file that is a filesystem's image in
	// both, such as a Kairos disk's recovery.img.
	Inside []File `json:"inside,omitempty"`
	// Unread says why the files inside an image were not compared.
	Unread string `json:"unread,omitempty"`
}

// Blocks are blocks of [disk.BlockSize] bytes.
type Blocks struct {
	Size    int64 `json:"size"`
	Changed int   `json:"changed"`
	// Outside is how many of them lie in no partition of either disk.
	Outside int   `json:"outside"`
	Runs    []Run `json:"runs,omitempty"`
}

// Run are blocks that follow each other.
type Run struct {
	First uint32 `json:"first"`
	Count int    `json:"count"`
}

// side is one of the two disks.
type side struct {
	file     *disk.File
	layout   *disk.Layout
	manifest disk.Manifest
}

// Disks compares two disks. What is not a disk is a [*disk.NotADiskError].
func Disks(ctx context.Context, a, b *disk.File) (*Result, error) {
	old, err := open(ctx, a)
	if err != nil {
		return nil, err
	}
	now, err := open(ctx, b)
	if err != nil {
		return nil, err
	}
	changed := blocksOf(now.manifest.Diff(old.manifest))
	r := &Result{
		Same:   len(changed) == 0 && a.Size() == b.Size(),
		Fields: diskFields(old, now),
		Blocks: Blocks{Size: disk.BlockSize, Changed: len(changed), Outside: outside(changed, old.layout, now.layout), Runs: runs(changed)},
	}
	r.Partitions, err = partitions(ctx, old, now, changed)
	return r, err
}

func open(ctx context.Context, f *disk.File) (side, error) {
	layout, err := disk.Inspect(f, f.Size())
	if err != nil {
		return side{}, fmt.Errorf("inspect %s: %w", f.Name(), err)
	}
	scanned, err := disk.Scan(ctx, f, runtime.NumCPU())
	if err != nil {
		return side{}, err
	}
	return side{f, layout, scanned.Manifest}, nil
}

func diskFields(a, b side) []Field {
	return fields(
		Field{"size", fmt.Sprint(a.file.Size()), fmt.Sprint(b.file.Size())},
		Field{"partition table", string(a.layout.Table), string(b.layout.Table)},
		Field{"disk GUID", a.layout.GUID, b.layout.GUID},
		Field{"architecture", a.layout.Architecture, b.layout.Architecture},
		Field{"boot mode", string(a.layout.BootMode), string(b.layout.BootMode)},
	)
}

// fields keeps those that differ.
func fields(all ...Field) []Field {
	var differ []Field
	for _, f := range all {
		if f.Old != f.New {
			differ = append(differ, f)
		}
	}
	return differ
}
