package builtin

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"
)

// readWriterAt is a file that is read and written anywhere.
type readWriterAt interface {
	io.ReaderAt
	io.WriterAt
}

// extSpace is what is free on an ext2 filesystem that is not mounted, and that
// was made with this package's configuration and blocks of extBlock bytes.
type extSpace struct {
	file        readWriterAt
	geometry    extGeometry
	descriptors []byte
	// made has a bit for every block that mke2fs took, used for every one that is
	// taken by now.
	made, used []byte
	next       int64 // below it takeFree has looked already
}

var errNoSpace = errors.New("the filesystem has no block left")

func openExtSpace(file readWriterAt) (*extSpace, error) {
	super := make([]byte, 1024)
	if _, err := file.ReadAt(super, superblockAt); err != nil {
		return nil, fmt.Errorf("read superblock: %w", err)
	}
	g, err := parseGeometry(super)
	if err == nil && (g.block != extBlock || g.perGroup != 8*extBlock) {
		err = errors.New("the filesystem has blocks that were not asked for")
	}
	if err != nil {
		return nil, err
	}
	s := &extSpace{file: file, geometry: g}
	if s.descriptors, err = g.readDescriptors(file, 0); err != nil {
		return nil, err
	}
	return s, s.readBitmaps()
}

// readBitmaps joins the groups' bitmaps: a group has as many blocks as a bitmap has bits.
func (s *extSpace) readBitmaps() error {
	s.used = make([]byte, s.geometry.groups*extBlock)
	for i := range s.geometry.groups {
		if _, err := s.file.ReadAt(s.bitmap(i), s.bitmapAt(i)); err != nil {
			return fmt.Errorf("read the bitmap of group %d: %w", i, err)
		}
	}
	s.made = slices.Clone(s.used)
	return nil
}

func (s *extSpace) bitmap(group int64) []byte { return s.used[group*extBlock:][:extBlock] }

func (s *extSpace) bitmapAt(group int64) int64 {
	return int64(binary.LittleEndian.Uint32(s.descriptors[group*groupSize+groupBitmap:])) * extBlock
}

func has(bitmap []byte, block int64) bool { return bitmap[block/8]>>(block%8)&1 != 0 }

func (s *extSpace) take(block int64) { s.used[block/8] |= 1 << (block % 8) }

// takeFree takes the next free block.
func (s *extSpace) takeFree() (int64, error) {
	for ; s.next < s.geometry.blocks; s.next++ {
		if !has(s.used, s.next) {
			s.take(s.next)
			return s.next, nil
		}
	}
	return 0, errNoSpace
}

// freeMiB returns the first block of the first free MiB.
func (s *extSpace) freeMiB() (int64, error) {
	const each = mib / extBlock
	for first := int64(0); first+each <= s.geometry.blocks; first += each {
		if !slices.ContainsFunc(s.used[first/8:][:each/8], func(b byte) bool { return b != 0 }) {
			return first, nil
		}
	}
	return 0, errNoSpace
}

// flush writes the bitmaps, and how much is free.
func (s *extSpace) flush() error {
	le, total := binary.LittleEndian, uint32(0)
	for i := range s.geometry.groups {
		free := extBlock * 8
		for _, b := range s.bitmap(i) {
			free -= bits.OnesCount8(b)
		}
		le.PutUint16(s.descriptors[i*groupSize+groupFree:], uint16(free))
		total += uint32(free)
		if _, err := s.file.WriteAt(s.bitmap(i), s.bitmapAt(i)); err != nil {
			return err
		}
	}
	if _, err := s.file.WriteAt(s.descriptors, s.geometry.descriptors); err != nil {
		return err
	}
	_, err := s.file.WriteAt(le.AppendUint32(nil, total), superblockAt+superFree)
	return err
}
