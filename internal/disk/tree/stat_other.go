//go:build !linux

package tree

import (
	"errors"
	"io/fs"
)

// status is the part of a file's inode that makes a difference on a disk.
type status struct {
	kind     fs.FileMode
	mode     uint32
	uid, gid uint32
	size     int64
	links    uint64
	device   uint64
	inode    inode
}

// errSystem is the answer where a root filesystem cannot be kept unchanged.
var errSystem = errors.New("disks are made on Linux only; build target cloud-image, which runs there")

func lstat(string) (status, error) { return status{}, errSystem }

func attributes(string) ([]attribute, error) { return nil, errSystem }
