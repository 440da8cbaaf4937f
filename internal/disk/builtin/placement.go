package builtin

import "slices"

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

// inMoved returns the moved blocks of the file in their order.
func (p *placement) inMoved() []int64 {
	blocks := make([]int64, 0, len(p.moved))
	for n := range p.moved {
		blocks = append(blocks, n)
	}
	slices.Sort(blocks)
	return blocks
}
