package blocks

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"time"
)

// Scatter writes pieces of a disk to a layer, in any order, and joins those of
// one block. Blocks that stay all zero are left out.
type Scatter struct {
	Layer *Layer
	Now   func() time.Time

	buffer []byte
	index  uint32
	open   bool
}

// Write puts a piece at a place of the disk.
func (s *Scatter) Write(offset int64, data []byte) error {
	for len(data) > 0 {
		if err := s.turnTo(uint32(offset / Size)); err != nil {
			return err
		}
		n := copy(s.buffer[offset%Size:], data)
		offset, data = offset+int64(n), data[n:]
	}
	return nil
}

// turnTo finishes the block at hand and begins another.
func (s *Scatter) turnTo(index uint32) error {
	if s.open && s.index == index {
		return nil
	}
	if err := s.Flush(); err != nil {
		return err
	}
	if s.buffer == nil {
		s.buffer = make([]byte, Size)
	}
	clear(s.buffer)
	if _, err := s.Layer.Get(index, s.buffer); err != nil && !errors.Is(err, ErrNoBlock) {
		return err
	}
	s.index, s.open = index, true
	return nil
}

// Flush writes the block at hand.
func (s *Scatter) Flush() error {
	if !s.open {
		return nil
	}
	s.open = false
	if bytes.Equal(s.buffer, make([]byte, Size)) {
		return nil
	}
	return s.Layer.Put(s.index, s.buffer, sha256.Sum256(s.buffer), s.Now())
}
