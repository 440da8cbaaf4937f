package builtin

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/amikit/amikit/internal/disk/hole"
)

// overlay lays a filesystem that was made in a file of its own over the content of
// its large file, which lies in the disk already.
type overlay struct {
	disk   *os.File
	offset int64 // of the partition
	placed *placement
}

// overlay writes the filesystem into the disk's partition at the offset.
func (p *placement) overlay(disk string, offset int64) error {
	file, err := os.OpenFile(disk, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(overlay{disk: file, offset: offset, placed: p}.write(), file.Close())
}

// write moves the content that is in the way, then copies all that is not content.
func (o overlay) write() error {
	if err := o.move(); err != nil {
		return err
	}
	space := o.placed.space
	for n := int64(0); n < space.geometry.blocks; n++ {
		count := o.run(n)
		if err := o.copy(n, count); err != nil {
			return err
		}
		n += count
	}
	for _, n := range o.placed.tables {
		if err := o.copy(n, 1); err != nil {
			return err
		}
	}
	return nil
}

// run counts the blocks from n on that mke2fs took.
func (o overlay) run(n int64) int64 {
	space, count := o.placed.space, int64(0)
	for n+count < space.geometry.blocks && has(space.made, n+count) {
		count++
	}
	return count
}

func (o overlay) move() error {
	block := make([]byte, extBlock)
	for _, n := range o.placed.inMoved() {
		if _, err := o.disk.ReadAt(block, o.offset+(o.placed.start+n)*extBlock); err != nil {
			return fmt.Errorf("move block %d: %w", n, err)
		}
		if err := o.put(block, o.placed.moved[n]); err != nil {
			return fmt.Errorf("move block %d: %w", n, err)
		}
	}
	return nil
}

// copy replaces blocks of the disk by those of the filesystem. Zeroes become holes.
func (o overlay) copy(first, count int64) error {
	if count == 0 {
		return nil
	}
	if err := hole.Zero(o.disk, o.offset+first*extBlock, count*extBlock); err != nil {
		return err
	}
	block := make([]byte, extBlock)
	for n := first; n < first+count; n++ {
		if _, err := o.placed.space.file.ReadAt(block, n*extBlock); err != nil {
			return fmt.Errorf("copy block %d: %w", n, err)
		}
		if err := o.put(block, n); err != nil {
			return fmt.Errorf("copy block %d: %w", n, err)
		}
	}
	return nil
}

// put writes a block that is not all zero.
func (o overlay) put(block []byte, n int64) error {
	if len(bytes.TrimLeft(block, "\x00")) == 0 {
		return nil
	}
	_, err := o.disk.WriteAt(block, o.offset+n*extBlock)
	return err
}
