package vmdk

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/amikit/amikit/disk"
)

// Source is a raw disk, such as a [*disk.File].
type Source interface {
	io.ReaderAt
	// Size is the disk's size in bytes.
	Size() int64
	// Extents are the runs that may hold data, ascending; the rest are zeroes.
	Extents(ctx context.Context) ([]disk.Extent, error)
}

// MaxSize is the largest disk in bytes: sectors of the file are counted by 32 bits.
const MaxSize = 1 << 40

// ErrSize is a disk that is empty or larger than [MaxSize].
var ErrSize = errors.New("the disk's size is none that a VMDK takes")

// Write writes the disk to w from its first byte to its last. Holes are not read,
// and grains of zeroes take no place. A size that is no multiple of a sector is
// rounded up with zeroes. The checksum is that of the disk's bytes as they were
// read, so that a disk which changed meanwhile is known.
func Write(ctx context.Context, w io.Writer, src Source) (disk.CRC64NVME, error) {
	size := src.Size()
	if size <= 0 || size > MaxSize {
		return 0, fmt.Errorf("write a VMDK of %d bytes, of 1 to %d: %w", size, int64(MaxSize), ErrSize)
	}
	extents, err := src.Extents(ctx)
	if err != nil {
		return 0, err
	}
	s := &stream{w: w, capacity: sectors(size), directory: make([]uint32, tables(size)), open: -1}
	if err := s.begin(); err != nil {
		return 0, err
	}
	p, c := newPacker(src), content{size: size}
	for batch := range batches(extents) {
		if err := p.pack(ctx, batch); err != nil {
			return 0, err
		}
		c.add(p.packed(len(batch)))
		if err := s.grains(p.packed(len(batch))); err != nil {
			return 0, err
		}
	}
	return c.whole(), s.end()
}

// Bound is the most that [Write] can write for a disk of the size in bytes with
// these extents.
func Bound(size int64, extents []disk.Extent) int64 {
	found := int64(0)
	for batch := range batches(extents) {
		found += int64(len(batch))
	}
	const table = markerBytes + entries*entrySize
	// Deflate adds a few bytes to what it cannot compress.
	return overhead*sector + found*(grainSize+2*sector) + tables(size)*(table+entrySize) + 5*sector
}
