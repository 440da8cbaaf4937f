package builtin

import (
	"encoding/binary"
	"fmt"
)

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
