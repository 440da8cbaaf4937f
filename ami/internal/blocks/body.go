package blocks

import (
	"errors"
	"io"
	"sync/atomic"

	"github.com/amikit/amikit/disk"
)

// body is a block on its way to AWS. It is read from the disk in the pieces that
// the connection takes, so that no block is in memory as a whole.
type body struct {
	*io.SectionReader
	failed atomic.Pointer[readError]
}

// readError is a disk that could not be read. Sending again does not help.
type readError struct{ error }

func (e *readError) Unwrap() error { return e.error }

// newBody reads a block; zeroes need no look at the disk.
func newBody(src io.ReaderAt, b disk.Block, size int64) *body {
	if b.SHA256 == zeroSum() {
		size = 0
	}
	return &body{SectionReader: io.NewSectionReader(padded{src, size}, int64(b.Index)*disk.BlockSize, disk.BlockSize)}
}

// Read reads as [io.Reader] says, and keeps the disk's own error: what the
// connection makes of it looks like trouble on the way.
func (b *body) Read(p []byte) (int, error) {
	n, err := b.SectionReader.Read(p)
	if err != nil && err != io.EOF {
		b.failed.Store(&readError{err})
	}
	return n, err
}

// cause is the disk's error where it was what made a call fail.
func (b *body) cause(err error) error {
	if failed := b.failed.Load(); err != nil && failed != nil {
		return failed
	}
	return err
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
