// Package vhd writes raw disks as dynamic VHDs, which hold the blocks of 2 MiB
// that are not all zero. The format is described in Microsoft's "Virtual Hard
// Disk Image Format Specification", version 1.0.
package vhd

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/disk/internal/chunk"
)

const (
	sectorSize = 512
	blockSize  = 2 << 20
	// MaxSize is the size of the largest disk that the format holds, in bytes.
	MaxSize = 2040 << 30

	headerOffset = sectorSize                // behind the footer's copy
	tableOffset  = headerOffset + headerSize // behind the header
	unused       = 0xffffffff                // entry of a block that is all zero
)

// SizeError is a disk that is too large for the format.
type SizeError struct {
	// Size is the disk's size in bytes.
	Size int64
}

// Error names the disk's size and the largest one.
func (e *SizeError) Error() string {
	return fmt.Sprintf("a VHD holds at most %d bytes and the disk has %d; take another format", int64(MaxSize), e.Size)
}

// Write writes the disk to out, from its first byte on. Each block is read once
// and written at once. A disk that is too large is a [*SizeError].
func Write(ctx context.Context, out io.WriterAt, f *disk.File) error {
	if f.Size() > MaxSize {
		return &SizeError{Size: f.Size()}
	}
	w := newWriter(f.Size(), out)
	if err := chunk.Each(ctx, f, blockSize, w.block); err != nil {
		return fmt.Errorf("write VHD: %w", err)
	}
	if err := w.finish(); err != nil {
		return fmt.Errorf("write VHD: %w", err)
	}
	return nil
}

// writer fills a VHD block by block, behind the room for its table.
type writer struct {
	out     io.WriterAt
	size    int64
	table   []uint32 // sectors of the blocks
	next    int64    // offset that is written next
	bitmap  []byte   // of a block whose sectors are all there
	content hash.Hash
}

func newWriter(size int64, out io.WriterAt) *writer {
	w := &writer{out: out, size: size, content: sha256.New(), bitmap: make([]byte, sectorSize)}
	w.table = make([]uint32, ceil(size, blockSize))
	for i := range w.table {
		w.table[i] = unused
	}
	for i := range w.bitmap {
		w.bitmap[i] = 0xff
	}
	w.next = tableOffset + ceil(int64(len(w.table))*4, sectorSize)*sectorSize
	return w
}

func (w *writer) block(index int64, data []byte) error {
	w.table[index] = uint32(w.next / sectorSize)
	w.content.Write(binary.BigEndian.AppendUint64(nil, uint64(index)))
	w.content.Write(data)
	if err := w.append(w.bitmap); err != nil {
		return err
	}
	return w.append(data)
}

func (w *writer) append(data []byte) error {
	_, err := w.out.WriteAt(data, w.next)
	w.next += int64(len(data))
	return err
}

// finish writes what describes the blocks; the footer's copy, without which
// nobody takes the file for a VHD, comes last.
func (w *writer) finish() error {
	footer := newFooter(w.size, w.content.Sum(nil)).encode()
	if err := w.append(footer); err != nil {
		return err
	}
	if _, err := w.out.WriteAt(w.encodeTable(), tableOffset); err != nil {
		return err
	}
	if _, err := w.out.WriteAt(newHeader(len(w.table)).encode(), headerOffset); err != nil {
		return err
	}
	_, err := w.out.WriteAt(footer, 0)
	return err
}

// encodeTable returns the table in whole sectors, filled up with unused entries.
func (w *writer) encodeTable() []byte {
	var data []byte
	for _, sector := range w.table {
		data = binary.BigEndian.AppendUint32(data, sector)
	}
	for len(data)%sectorSize != 0 {
		data = append(data, 0xff)
	}
	return data
}

func ceil(n, unit int64) int64 { return (n + unit - 1) / unit }
