package disk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math"
	"sync/atomic"

	"github.com/minio/crc64nvme"
	"golang.org/x/sync/errgroup"
)

// Scanned is what one pass over a disk's data yields.
type Scanned struct {
	// Manifest is the disk's content by blocks.
	Manifest Manifest
	// CRC64NVME is the checksum of the whole file, holes included.
	CRC64NVME CRC64NVME
	// Sums are the checksums of the manifest's blocks.
	Sums *Sums
}

// Scan reads every extent of f once, with the given number of workers (at least
// one), each of which holds one block in memory.
func Scan(ctx context.Context, f *File, workers int) (*Scanned, error) {
	extents, err := f.Extents(ctx)
	if err != nil {
		return nil, err
	}
	if blockCount(f.Size()) > math.MaxUint32 {
		return nil, fmt.Errorf("scan %s: %d bytes are more than a manifest counts", f.Name(), f.Size())
	}
	s := &scanner{disk: f, size: f.Size(), found: touched(extents), zeroes: make([]byte, BlockSize)}
	if err := errors.Join(s.run(ctx, max(workers, 1)), f.checkUnchanged()); err != nil {
		return nil, fmt.Errorf("scan %s: %w", f.Name(), err)
	}
	return s.result(), nil
}

// scanner hands out blocks by a counter; each slot of found is written by one worker.
type scanner struct {
	disk   io.ReaderAt
	size   int64
	found  []scannedBlock
	zeroes []byte
	next   atomic.Int64
}

type scannedBlock struct {
	Block
	crc  uint64
	zero bool
}

// touched returns the blocks that any extent reaches into, ascending.
func touched(extents []Extent) []scannedBlock {
	var blocks []scannedBlock
	next := int64(0)
	for _, e := range extents {
		for i := max(e.Offset/BlockSize, next); i*BlockSize < e.End(); i++ {
			blocks = append(blocks, scannedBlock{Block: Block{Index: uint32(i)}})
			next = i + 1
		}
	}
	return blocks
}

func (s *scanner) run(ctx context.Context, workers int) error {
	group, ctx := errgroup.WithContext(ctx)
	for range workers {
		group.Go(func() error { return s.work(ctx) })
	}
	return group.Wait()
}

func (s *scanner) work(ctx context.Context) error {
	buffer := make([]byte, BlockSize)
	for {
		i := s.next.Add(1) - 1
		if i >= int64(len(s.found)) {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.scanBlock(&s.found[i], buffer); err != nil {
			return err
		}
	}
}

func (s *scanner) scanBlock(b *scannedBlock, buffer []byte) error {
	offset := int64(b.Index) * BlockSize
	data := buffer[:min(BlockSize, s.size-offset)]
	if n, err := s.disk.ReadAt(data, offset); n < len(data) {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF // the file shrank under us
		}
		return fmt.Errorf("read block %d: %w", b.Index, err)
	}
	clear(buffer[len(data):])
	if b.zero = bytes.Equal(buffer, s.zeroes); b.zero {
		return nil
	}
	b.SHA256 = sha256.Sum256(buffer)
	b.crc = crc64nvme.Checksum(data)
	return nil
}

func (s *scanner) result() *Scanned {
	sums := &Sums{manifest: Manifest{Size: s.size}}
	for _, b := range s.found {
		if !b.zero {
			sums.manifest.Blocks = append(sums.manifest.Blocks, b.Block)
			sums.crcs = append(sums.crcs, CRC64NVME(b.crc))
		}
	}
	return &Scanned{Manifest: sums.manifest, CRC64NVME: sums.whole(), Sums: sums}
}
