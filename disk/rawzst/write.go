// Package rawzst writes raw disks compressed by Zstandard (RFC 8878), in frames
// that follow each other: every decoder puts them together.
package rawzst

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/disk/internal/chunk"
)

// pieceSize is what is read at once; a run of pieces with data is one frame.
const pieceSize = 1 << 20

// Write writes the disk to out. A hole is neither read nor compressed: it is
// written as frames of zeroes, which are made once.
func Write(ctx context.Context, out io.Writer, f *disk.File) error {
	data, err := zstd.NewWriter(out)
	if err != nil {
		return fmt.Errorf("compress the disk: %w", err)
	}
	w := &writer{data: data, zeroes: newZeroes(), out: out, size: f.Size()}
	if err := chunk.Each(ctx, f, pieceSize, w.piece); err != nil {
		return fmt.Errorf("compress the disk: %w", err)
	}
	if err := errors.Join(w.skip(w.size), w.end()); err != nil {
		return fmt.Errorf("compress the disk: %w", err)
	}
	return nil
}

// writer puts frames of data and of zeroes in turn.
type writer struct {
	data   *zstd.Encoder
	zeroes *zeroes
	out    io.Writer
	size   int64
	at     int64 // how many bytes of the disk are written
	open   bool  // a frame of data
}

func (w *writer) piece(index int64, data []byte) error {
	if err := w.skip(index * pieceSize); err != nil {
		return err
	}
	if !w.open {
		w.data.Reset(w.out)
		w.open = true
	}
	n, err := w.data.Write(data[:min(pieceSize, w.size-w.at)])
	w.at += int64(n)
	return err
}

// skip writes zeroes up to an offset of the disk.
func (w *writer) skip(to int64) error {
	if w.at == to {
		return nil
	}
	if err := w.end(); err != nil {
		return err
	}
	err := w.zeroes.write(w.out, to-w.at)
	w.at = to
	return err
}

// end ends the frame of data that is open.
func (w *writer) end() error {
	if !w.open {
		return nil
	}
	w.open = false
	return w.data.Close()
}
