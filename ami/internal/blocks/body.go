package blocks

import (
	"errors"
	"io"

	"github.com/amikit/amikit/ami/internal/body"
	"github.com/amikit/amikit/disk"
)

// newBody is a block on its way to AWS, which is never in memory as a whole; zeroes
// need no look at the disk.
func newBody(src io.ReaderAt, b disk.Block, size int64) *body.Body {
	if b.SHA256 == zeroSum() {
		size = 0
	}
	return body.New(io.NewSectionReader(padded{src, size}, int64(b.Index)*disk.BlockSize, disk.BlockSize))
}

// padded is a disk with zeroes behind its end.
type padded struct {
	disk io.ReaderAt
	size int64
}

// ReadAt reads as [io.ReaderAt] says; it fails where the disk ends before its size.
func (p padded) ReadAt(buffer []byte, off int64) (int, error) {
	data := buffer[:max(0, min(int64(len(buffer)), p.size-off))]
	if len(data) > 0 {
		if n, err := p.disk.ReadAt(data, off); n < len(data) {
			if errors.Is(err, io.EOF) {
				err = disk.ErrChanged // it is shorter now
			}
			return n, err
		}
	}
	clear(buffer[len(data):])
	return len(buffer), nil
}
