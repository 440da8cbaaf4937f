package vmdk

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"

	"github.com/klauspost/compress/zlib"
	"golang.org/x/sync/errgroup"

	"github.com/amikit/amikit/disk"
)

// batchSize is how many grains are packed at once: they are all in memory.
const batchSize = 64

// batches gives the grains that any extent reaches into, by their numbers,
// ascending. A batch is valid until the next one.
func batches(extents []disk.Extent) iter.Seq[[]int64] {
	return func(yield func([]int64) bool) {
		batch, next := make([]int64, 0, batchSize), int64(0)
		for _, e := range extents {
			for i := max(e.Offset/grainSize, next); i*grainSize < e.End(); i++ {
				next = i + 1
				if batch = append(batch, i); len(batch) == batchSize {
					if !yield(batch) {
						return
					}
					batch = batch[:0]
				}
			}
		}
		if len(batch) > 0 {
			yield(batch)
		}
	}
}

// grain is one grain's place and bytes.
type grain struct {
	index  int64
	zero   bool
	raw    []byte
	packed bytes.Buffer // with its marker, to a sector's end
	writer *zlib.Writer
}

// packer compresses a batch on all processors.
type packer struct {
	src    Source
	slots  [batchSize]grain
	zeroes []byte
}

func newPacker(src Source) *packer {
	return &packer{src: src, zeroes: make([]byte, grainSize)}
}

func (p *packer) packed(count int) []grain { return p.slots[:count] }

func (p *packer) pack(ctx context.Context, batch []int64) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, index := range batch {
		slot := &p.slots[i]
		slot.index = index
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return p.one(slot)
		})
	}
	return group.Wait()
}

func (p *packer) one(g *grain) error {
	if g.raw == nil {
		g.raw, g.writer = make([]byte, grainSize), zlib.NewWriter(&g.packed)
	}
	if err := p.read(g); err != nil {
		return err
	}
	if g.zero = bytes.Equal(g.raw, p.zeroes); g.zero {
		return nil
	}
	return g.compress()
}

// read fills up the disk's last grain with zeroes.
func (p *packer) read(g *grain) error {
	offset := g.index * grainSize
	data := g.raw[:min(grainSize, p.src.Size()-offset)]
	if n, err := p.src.ReadAt(data, offset); n < len(data) {
		if errors.Is(err, io.EOF) {
			err = disk.ErrChanged // the file shrank under us
		}
		return fmt.Errorf("read %d bytes at %d of the disk: %w", len(data), offset, err)
	}
	clear(g.raw[len(data):])
	return nil
}

// grainMarker is the size of the marker before a grain's bytes.
const grainMarker = 12

func (g *grain) compress() error {
	g.packed.Reset()
	g.packed.Write(make([]byte, grainMarker))
	g.writer.Reset(&g.packed)
	if _, err := g.writer.Write(g.raw); err != nil {
		return err
	}
	if err := g.writer.Close(); err != nil {
		return err
	}
	head := g.packed.Bytes()
	binary.LittleEndian.PutUint64(head, uint64(g.index*grainSectors))
	binary.LittleEndian.PutUint32(head[8:], uint32(len(head)-grainMarker))
	g.packed.Write(make([]byte, -len(head)&(sector-1)))
	return nil
}
