package builtin

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"slices"

	"github.com/amikit/amikit/disk"
)

// placement is where the blocks of a large file lie on an ext2 filesystem: one
// behind the other, as they were written there before the filesystem was, but for
// those on whose places mke2fs has its own (at each block group's start).
type placement struct {
	space *extSpace
	start int64 // block of the filesystem
	count int64 // blocks of the file
	// moved are the blocks of the file that had to give way, and where to.
	moved map[int64]int64
	// tables are the blocks with pointers to the file's.
	tables []int64
}

// place gives the blocks from start on to the file with that number, whose size in
// bytes will be size.
func place(space *extSpace, number uint32, start, size int64) (*placement, error) {
	p := &placement{space: space, start: start, count: size / extBlock, moved: map[int64]int64{}}
	if start+p.count > space.geometry.blocks {
		return nil, errNoSpace
	}
	space.next = start + p.count
	if err := p.takeBlocks(); err != nil {
		return nil, err
	}
	if err := p.setInode(number); err != nil {
		return nil, err
	}
	return p, space.flush()
}

// takeBlocks takes what is free of the file's places, then others for the rest.
func (p *placement) takeBlocks() error {
	for n := range p.count {
		if !has(p.space.made, p.start+n) {
			p.space.take(p.start + n)
			continue
		}
		to, err := p.space.takeFree()
		if err != nil {
			return err
		}
		p.moved[n] = to
	}
	return nil
}

// block returns where block n of the file lies.
func (p *placement) block(n int64) int64 {
	if to, ok := p.moved[n]; ok {
		return to
	}
	return p.start + n
}

// Pointers of an inode: to the first blocks, and to tables of one, two and three
// levels (kernel documentation, filesystems/ext4/blockmap.rst).
const (
	directBlocks   = 12
	mapLevels      = 3
	pointersInside = extBlock / 4
)

// writeMap writes the tables and returns the inode's own pointers.
func (p *placement) writeMap() ([]byte, error) {
	var pointers []byte
	next := int64(0)
	for ; next < min(directBlocks, p.count); next++ {
		pointers = binary.LittleEndian.AppendUint32(pointers, uint32(p.block(next)))
	}
	for level := 1; level <= mapLevels && next < p.count; level++ {
		table, err := p.writeTable(level, &next)
		if err != nil {
			return nil, err
		}
		pointers = binary.LittleEndian.AppendUint32(pointers, uint32(table))
	}
	if next < p.count {
		return nil, fmt.Errorf("%d blocks are more than a file can have", p.count)
	}
	return pointers, nil
}

// writeTable writes a table and all below it, for the blocks from next on.
func (p *placement) writeTable(level int, next *int64) (int64, error) {
	at, err := p.space.takeFree()
	if err != nil {
		return 0, err
	}
	table := make([]byte, 0, extBlock)
	for range pointersInside {
		if *next == p.count {
			break
		}
		below := p.block(*next)
		if level == 1 {
			*next++
		} else if below, err = p.writeTable(level-1, next); err != nil {
			return 0, err
		}
		table = binary.LittleEndian.AppendUint32(table, uint32(below))
	}
	p.tables = append(p.tables, at)
	_, err = p.space.file.WriteAt(table[:extBlock], at*extBlock)
	return at, err
}

// inMoved returns the moved blocks of the file in their order.
func (p *placement) inMoved() []int64 {
	blocks := make([]int64, 0, len(p.moved))
	for n := range p.moved {
		blocks = append(blocks, n)
	}
	slices.Sort(blocks)
	return blocks
}

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
