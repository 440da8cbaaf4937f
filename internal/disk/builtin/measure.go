package builtin

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"
)

// usage is the room that a folder's content needs on an ext filesystem.
type usage struct {
	entries int64
	bytes   int64 // whole blocks
	names   int64 // of the entries in directories
	newest  int64 // modification time of what is no directory, in seconds
}

const (
	extBlock = 4096
	// dirEntryHead is an entry's fixed part and its padding.
	dirEntryHead = 12
)

// measure counts sizes and not allocated blocks, which depend on the filesystem
// that the folder happens to be on.
func measure(ctx context.Context, dir string) (usage, error) {
	total := usage{}
	seen := map[uint64]bool{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		total.add(info, seen)
		return nil
	})
	if err != nil {
		return usage{}, fmt.Errorf("measure the root filesystem: %w", err)
	}
	return total, nil
}

// add counts a file with several names once.
func (u *usage) add(info fs.FileInfo, seen map[uint64]bool) {
	if !info.IsDir() {
		u.newest = max(u.newest, info.ModTime().Unix())
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if ok && stat.Nlink > 1 && !info.IsDir() {
		if seen[stat.Ino] {
			return
		}
		seen[stat.Ino] = true
	}
	u.entries++
	u.names += int64(len(info.Name())) + dirEntryHead
	switch {
	case info.IsDir():
		u.bytes += 2 * extBlock
	case info.Mode().IsRegular(), info.Mode()&fs.ModeSymlink != 0 && info.Size() > 59:
		u.bytes += blocks(info.Size())
	}
}

// total returns the bytes of content and directories with 5 % for what finds them.
func (u usage) total() int64 { return (u.bytes + blocks(2*u.names)) / 20 * 21 }

func blocks(size int64) int64 { return (size + extBlock - 1) / extBlock * extBlock }

func roundToMiB(n int64) int64 { return (n + mib - 1) / mib * mib }
