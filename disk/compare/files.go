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

// files compares every file of two filesystems, which may be of different kinds.
func files(ctx context.Context, a, b side, was, is disk.Partition) ([]File, error) {
	old, err := list(ctx, a, was)
	if err != nil {
		return nil, err
	}
	now, err := list(ctx, b, is)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(old)
	maps.Copy(all, now)
	var differ []File
	for _, path := range slices.Sorted(maps.Keys(all)) {
		file, err := compareFile(path, old[path], now[path])
		if err := errors.Join(err, ctx.Err()); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if file != nil {
			differ = append(differ, *file)
		}
	}
	return differ, nil
}

func list(ctx context.Context, s side, p disk.Partition) (map[string]*disk.FileEntry, error) {
	filesystem, err := disk.OpenFilesystem(s.file, p)
	if err != nil {
		return nil, err
	}
	entries := map[string]*disk.FileEntry{}
	err = filesystem.Walk(ctx, func(e *disk.FileEntry) error {
		entries[e.Path] = e
		return nil
	})
	return entries, err
}

// compareFile returns nil for files that are the same.
func compareFile(path string, a, b *disk.FileEntry) (*File, error) {
	switch {
	case b == nil:
		return &File{Path: path, Change: Removed}, nil
	case a == nil:
		return &File{Path: path, Change: Added}, nil
	}
	differ := fields(
		Field{"mode", a.Mode.String(), b.Mode.String()},
		Field{"owner", owner(a), owner(b)},
		Field{"target", a.Target, b.Target},
		Field{"device", fmt.Sprint(a.Device), fmt.Sprint(b.Device)},
		Field{"time", a.ModTime.Format(time.RFC3339), b.ModTime.Format(time.RFC3339)},
	)
	same, err := sameContent(a, b)
	if err != nil {
		return nil, err
	}
	if !same {
		differ = append([]Field{{"content", fmt.Sprintf("%d bytes", a.Size), fmt.Sprintf("%d bytes", b.Size)}}, differ...)
	}
	if len(differ) == 0 {
		return nil, nil
	}
	return &File{Path: path, Change: Changed, Fields: differ}, nil
}

func owner(e *disk.FileEntry) string { return fmt.Sprintf("%d:%d", e.UID, e.GID) }

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
