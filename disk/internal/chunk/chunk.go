// Package chunk cuts a sparse disk into pieces of one size, as the formats that
// store a disk piece by piece need it.
package chunk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/amikit/amikit/disk"
)

// Each calls visit for every piece of size bytes that is not all zero, in
// ascending order. Holes are never read. The last piece is filled up with zeroes;
// data is valid until visit returns.
func Each(ctx context.Context, f *disk.File, size int64, visit func(index int64, data []byte) error) error {
	extents, err := f.Extents(ctx)
	if err != nil {
		return err
	}
	buffer, zeroes, next := make([]byte, size), make([]byte, size), int64(0)
	for _, e := range extents {
		for i := max(e.Offset/size, next); i*size < e.End(); i++ {
			next = i + 1
			if err := read(ctx, f, i*size, buffer); err != nil {
				return err
			}
			if bytes.Equal(buffer, zeroes) {
				continue
			}
			if err := visit(i, buffer); err != nil {
				return err
			}
		}
	}
	return nil
}

func read(ctx context.Context, f *disk.File, offset int64, buffer []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	data := buffer[:min(int64(len(buffer)), f.Size()-offset)]
	if n, err := f.ReadAt(data, offset); n < len(data) {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF // the file shrank under us
		}
		return fmt.Errorf("read %s at %d: %w", f.Name(), offset, err)
	}
	clear(buffer[len(data):])
	return nil
}
