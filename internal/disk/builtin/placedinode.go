package builtin

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"

	"github.com/amikit/amikit/disk"
)

// setInode makes the file with that number consist of the placed blocks.
func (p *placement) setInode(number uint32) error {
	tables, err := readInodeTables(p.space.file, 0)
	if err != nil {
		return err
	}
	pointers, err := p.writeMap()
	if err != nil {
		return err
	}
	for _, t := range tables {
		if n := int64(number) - t.first; n >= 0 && n < t.count {
			return p.writeInode(t.offset+n*t.size, pointers)
		}
	}
	return fmt.Errorf("there is no inode %d", number)
}

// Fields of an inode beside its times.
const (
	inodeSize     = 0x04
	inodeSectors  = 0x1c
	inodePointers = 0x28
	inodeSizeHigh = 0x6c
)

func (p *placement) writeInode(at int64, pointers []byte) error {
	inode := make([]byte, inodeExtra)
	if _, err := p.space.file.ReadAt(inode, at); err != nil {
		return err
	}
	le, size := binary.LittleEndian, p.count*extBlock
	le.PutUint32(inode[inodeSize:], uint32(size))
	le.PutUint32(inode[inodeSizeHigh:], uint32(size>>32))
	le.PutUint32(inode[inodeSectors:], uint32((p.count+int64(len(p.tables)))*extBlock/sector))
	copy(inode[inodePointers:], pointers)
	_, err := p.space.file.WriteAt(inode, at)
	return err
}

// inodeOf returns the number of a file of the filesystem in f.
func inodeOf(ctx context.Context, f *os.File, name string) (uint32, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	filesystem, err := disk.OpenFilesystem(f, disk.Partition{Size: info.Size()})
	if err != nil {
		return 0, err
	}
	number := uint32(0)
	err = filesystem.Walk(ctx, func(e *disk.FileEntry) error {
		if e.Path == name {
			number = e.Inode
		}
		return nil
	})
	return number, err
}
