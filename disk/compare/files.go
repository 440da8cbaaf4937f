package compare

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/amikit/amikit/disk"
)

// comparer compares the files of two filesystems, which may be of different kinds.
type comparer struct {
	old, now *disk.Filesystem
	// depth is how many images the filesystems lie in.
	depth int
}

// maxDepth is how deep images in images are followed.
const maxDepth = 3

// files compares every file of two partitions.
func files(ctx context.Context, a, b side, was, is disk.Partition) ([]File, error) {
	old, err := disk.OpenFilesystem(a.file, was)
	if err != nil {
		return nil, err
	}
	now, err := disk.OpenFilesystem(b.file, is)
	if err != nil {
		return nil, err
	}
	return comparer{old: old, now: now}.files(ctx)
}

func (c comparer) files(ctx context.Context) ([]File, error) {
	old, err := list(ctx, c.old)
	if err != nil {
		return nil, err
	}
	now, err := list(ctx, c.now)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(old)
	maps.Copy(all, now)
	var differ []File
	for _, path := range slices.Sorted(maps.Keys(all)) {
		file, err := c.file(ctx, path, old[path], now[path])
		if err := errors.Join(err, ctx.Err()); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if file != nil {
			differ = append(differ, *file)
		}
	}
	return differ, nil
}

// listed is a file with the first of its names, where it has another before this one.
type listed struct {
	*disk.FileEntry
	first string
}

func list(ctx context.Context, filesystem *disk.Filesystem) (map[string]*listed, error) {
	entries, first := map[string]*listed{}, map[uint32]string{}
	err := filesystem.Walk(ctx, func(e *disk.FileEntry) error {
		entries[e.Path] = &listed{FileEntry: e, first: first[e.Inode]}
		if e.Inode != 0 && first[e.Inode] == "" {
			first[e.Inode] = e.Path
		}
		return nil
	})
	return entries, err
}

// file returns nil for files that are the same.
func (c comparer) file(ctx context.Context, path string, a, b *listed) (*File, error) {
	switch {
	case b == nil:
		return &File{Path: path, Change: Removed}, nil
	case a == nil:
		return &File{Path: path, Change: Added}, nil
	}
	f := &File{Path: path, Change: Changed}
	if err := c.content(ctx, f, a.FileEntry, b.FileEntry); err != nil {
		return nil, err
	}
	f.Fields = append(f.Fields, fields(
		Field{"mode", a.Mode.String(), b.Mode.String()},
		Field{"owner", owner(a.FileEntry), owner(b.FileEntry)},
		Field{"target", a.Target, b.Target},
		Field{"device", fmt.Sprint(a.Device), fmt.Sprint(b.Device)},
		Field{"hard link to", a.first, b.first},
		Field{"time", a.ModTime.Format(time.RFC3339), b.ModTime.Format(time.RFC3339)},
	)...)
	attributes, err := attributeFields(a.FileEntry, b.FileEntry)
	if f.Fields = append(f.Fields, attributes...); err != nil || len(f.Fields) == 0 {
		return nil, err
	}
	return f, nil
}

func owner(e *disk.FileEntry) string { return fmt.Sprintf("%d:%d", e.UID, e.GID) }

// content compares contents, and looks into images.
func (c comparer) content(ctx context.Context, f *File, a, b *disk.FileEntry) error {
	same, err := sameContent(a, b)
	if err != nil || same {
		return err
	}
	f.Fields = []Field{{"content", fmt.Sprintf("%d bytes", a.Size), fmt.Sprintf("%d bytes", b.Size)}}
	return c.inside(ctx, f, a, b)
}

// chunk is how much of a file is in memory at a time.
const chunk = 1 << 20

func sameContent(a, b *disk.FileEntry) (bool, error) {
	if a.Size != b.Size {
		return false, nil
	}
	old, now := a.Content(), b.Content()
	bufferA, bufferB := make([]byte, min(chunk, a.Size)), make([]byte, min(chunk, a.Size))
	for at := int64(0); at < a.Size; at += chunk {
		partA, partB := bufferA[:min(chunk, a.Size-at)], bufferB[:min(chunk, a.Size-at)]
		if err := errors.Join(readAll(old, partA, at), readAll(now, partB, at)); err != nil {
			return false, err
		}
		if !bytes.Equal(partA, partB) {
			return false, nil
		}
	}
	return true, nil
}

func readAll(r io.ReaderAt, p []byte, at int64) error {
	if n, err := r.ReadAt(p, at); n < len(p) {
		return err
	}
	return nil
}
