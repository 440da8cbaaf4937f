package tree

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// status is the part of a file's inode that makes a difference on a disk.
type status struct {
	kind     fs.FileMode
	mode     uint32
	uid, gid uint32
	size     int64
	links    uint64
	device   uint64 // of a device node
	inode    inode
}

func lstat(path string) (status, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return status{}, err
	}
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return status{}, fmt.Errorf("%s: the filesystem tells no inode", path)
	}
	device := uint64(0)
	if info.Mode()&fs.ModeDevice != 0 {
		device = uint64(s.Rdev)
	}
	return status{
		kind: info.Mode(), mode: s.Mode, uid: s.Uid, gid: s.Gid, size: s.Size,
		links: uint64(s.Nlink), device: device, inode: inode{uint64(s.Dev), s.Ino},
	}, nil
}

// attributes returns the extended attributes in the order of their names.
func attributes(path string) ([]attribute, error) {
	names, err := listAttributes(path)
	if err != nil {
		return nil, fmt.Errorf("list the extended attributes of %s: %w", path, err)
	}
	var found []attribute
	for _, name := range names {
		value, err := readAttribute(path, name)
		if err != nil {
			return nil, fmt.Errorf("read %s of %s: %w", name, path, err)
		}
		found = append(found, attribute{name, string(value)})
	}
	return found, nil
}

func listAttributes(path string) ([]string, error) {
	list, err := grow(func(p []byte) (int, error) { return unix.Llistxattr(path, p) })
	if errors.Is(err, unix.ENOTSUP) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range bytes.SplitSeq(list, []byte{0}) {
		if len(name) > 0 {
			names = append(names, string(name))
		}
	}
	slices.Sort(names)
	return names, nil
}

func readAttribute(path, name string) ([]byte, error) {
	return grow(func(p []byte) (int, error) { return unix.Lgetxattr(path, name, p) })
}

// grow calls read with a larger buffer until the answer fits; a buffer is large
// enough at 64 KiB, the kernel's limit.
func grow(read func([]byte) (int, error)) ([]byte, error) {
	for size := 256; ; size *= 16 {
		buffer := make([]byte, min(size, 64<<10))
		n, err := read(buffer)
		if errors.Is(err, unix.ERANGE) && len(buffer) < 64<<10 {
			continue
		}
		if err != nil {
			return nil, err
		}
		return buffer[:n], nil
	}
}
