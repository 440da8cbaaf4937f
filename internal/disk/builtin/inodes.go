package builtin

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// inodeTable is the used part of a block group's inodes.
type inodeTable struct {
	offset int64 // in the file
	first  int64 // number of the first inode
	count  int64
	size   int64 // of an inode
}

// Fields of a superblock and a group descriptor (kernel documentation,
// filesystems/ext4/super.rst and group_descr.rst).
const (
	superblockAt  = 1024
	superBlocks   = 0x04
	superFree     = 0x0c
	superFirst    = 0x14
	superLogBlock = 0x18
	superPerGroup = 0x20
	superInodes   = 0x28
	superMagic    = 0x38
	superInode    = 0x58
	superIncompat = 0x60
	superROCompat = 0x64
	groupBitmap   = 0x00
	groupTable    = 0x08
	groupFree     = 0x0c
	groupFlags    = 0x12
	groupUnused   = 0x1c
	groupSize     = 32
	flagUninit    = 1
	need64Bit     = 0x80
	needMetaGroup = 0x10
	needChecksums = 0x400
)

// extGeometry is what is needed to find inodes.
type extGeometry struct {
	block, blocks, perGroup, groups, inodesPerGroup, inode, descriptors int64
}

// readInodeTables finds the inodes of the filesystem at the offset, which must
// have been made with this package's configuration.
func readInodeTables(r io.ReaderAt, offset int64) ([]inodeTable, error) {
	super := make([]byte, 1024)
	if _, err := r.ReadAt(super, offset+superblockAt); err != nil {
		return nil, fmt.Errorf("read superblock: %w", err)
	}
	g, err := parseGeometry(super)
	if err != nil {
		return nil, err
	}
	descriptors, err := g.readDescriptors(r, offset)
	if err != nil {
		return nil, err
	}
	var tables []inodeTable
	for i := range g.groups {
		if table, used := g.table(descriptors[i*groupSize:], i); used {
			table.offset += offset
			tables = append(tables, table)
		}
	}
	return tables, nil
}

func parseGeometry(super []byte) (extGeometry, error) {
	le := binary.LittleEndian
	if le.Uint16(super[superMagic:]) != 0xef53 {
		return extGeometry{}, errors.New("no ext filesystem")
	}
	if le.Uint32(super[superIncompat:])&(need64Bit|needMetaGroup) != 0 || le.Uint32(super[superROCompat:])&needChecksums != 0 {
		return extGeometry{}, errors.New("the filesystem has features that were not asked for")
	}
	first := int64(le.Uint32(super[superFirst:]))
	g := extGeometry{
		block:          1024 << le.Uint32(super[superLogBlock:]),
		blocks:         int64(le.Uint32(super[superBlocks:])),
		perGroup:       int64(le.Uint32(super[superPerGroup:])),
		inodesPerGroup: int64(le.Uint32(super[superInodes:])),
		inode:          int64(le.Uint16(super[superInode:])),
	}
	g.groups = (g.blocks - first + g.perGroup - 1) / g.perGroup
	g.descriptors = (first + 1) * g.block
	return g, nil
}

func (g extGeometry) readDescriptors(r io.ReaderAt, offset int64) ([]byte, error) {
	descriptors := make([]byte, g.groups*groupSize)
	if _, err := r.ReadAt(descriptors, offset+g.descriptors); err != nil {
		return nil, fmt.Errorf("read group descriptors: %w", err)
	}
	return descriptors, nil
}

// table returns the group's inodes; those that were never used have no content.
func (g extGeometry) table(descriptor []byte, group int64) (inodeTable, bool) {
	le := binary.LittleEndian
	if le.Uint16(descriptor[groupFlags:])&flagUninit != 0 {
		return inodeTable{}, false
	}
	return inodeTable{
		offset: int64(le.Uint32(descriptor[groupTable:])) * g.block,
		first:  group*g.inodesPerGroup + 1,
		count:  g.inodesPerGroup - int64(le.Uint16(descriptor[groupUnused:])),
		size:   g.inode,
	}, true
}

// rewrite passes every inode to change and writes the table back.
func (t inodeTable) rewrite(file readWriterAt, change func(number int64, inode []byte)) error {
	table := make([]byte, t.count*t.size)
	if _, err := file.ReadAt(table, t.offset); err != nil {
		return fmt.Errorf("read inodes: %w", err)
	}
	for i := range t.count {
		change(t.first+i, table[i*t.size:(i+1)*t.size])
	}
	if _, err := file.WriteAt(table, t.offset); err != nil {
		return fmt.Errorf("write inodes: %w", err)
	}
	return nil
}
