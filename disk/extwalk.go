package disk

import (
	"context"
	"encoding/binary"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"time"
)

func (e *ext) walk(ctx context.Context, visit func(*FileEntry) error) error {
	w := extWalk{ext: e, visit: visit, seen: map[uint32]bool{}}
	return w.entry(ctx, ".", rootInode, 0)
}

type extWalk struct {
	ext   *ext
	visit func(*FileEntry) error
	seen  map[uint32]bool // directories, so that a ring of them ends
}

func (w *extWalk) entry(ctx context.Context, name string, number uint32, depth int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	i, err := w.ext.inode(number)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	entry, err := w.ext.entry(name, i)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	entry.Inode, entry.attributes = number, func() (map[string]string, error) { return w.ext.attributes(i) }
	if err := w.visit(entry); err != nil || !i.is(modeDir) {
		return err
	}
	if w.seen[number] || depth >= maxDepth {
		return fmt.Errorf("%s: the directories of the filesystem are damaged", name)
	}
	w.seen[number] = true
	return w.dir(ctx, name, i, depth)
}

func (w *extWalk) dir(ctx context.Context, name string, dir *inode, depth int) error {
	numbers := map[string]uint32{}
	err := w.ext.each(dir, func(entry string, number uint32) bool {
		if entry != "." && entry != ".." {
			numbers[entry] = number
		}
		return true
	})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, entry := range slices.Sorted(maps.Keys(numbers)) {
		if err := w.entry(ctx, path.Join(name, entry), numbers[entry], depth+1); err != nil {
			return err
		}
	}
	return nil
}

// entry describes one inode.
func (e *ext) entry(name string, i *inode) (*FileEntry, error) {
	entry := &FileEntry{Path: name, Mode: fileMode(i.mode), UID: i.uid, GID: i.gid, ModTime: time.Unix(i.mtime, 0).UTC()}
	var err error
	switch {
	case i.is(modeFile):
		entry.Size = i.size
		entry.content, err = e.file(i)
	case i.is(modeLink):
		entry.Target, err = e.target(i)
	case entry.Mode&fs.ModeDevice != 0:
		entry.Device = binary.LittleEndian.Uint64(i.place[:])
	}
	return entry, err
}

// fileMode turns a mode of Unix into Go's.
func fileMode(mode uint16) fs.FileMode {
	kinds := map[uint16]fs.FileMode{
		0x1000: fs.ModeNamedPipe, 0x2000: fs.ModeDevice | fs.ModeCharDevice, modeDir: fs.ModeDir,
		0x6000: fs.ModeDevice, modeLink: fs.ModeSymlink, 0xc000: fs.ModeSocket,
	}
	m := fs.FileMode(mode&0o777) | kinds[mode&modeKind]
	for bit, flag := range map[uint16]fs.FileMode{0o4000: fs.ModeSetuid, 0o2000: fs.ModeSetgid, 0o1000: fs.ModeSticky} {
		if mode&bit != 0 {
			m |= flag
		}
	}
	return m
}
