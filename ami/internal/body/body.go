// Package body is a disk's bytes as the body of a call to AWS. It tells a disk that
// could not be read from trouble on the way.
package body

import (
	"errors"
	"io"
	"sync/atomic"
)

// Body is what is sent. It is read in the pieces that the connection takes.
type Body struct {
	io.ReadSeeker
	failed atomic.Pointer[ReadError]
}

// New makes a body of content that comes from a disk.
func New(content io.ReadSeeker) *Body { return &Body{ReadSeeker: content} }

// Read reads as [io.Reader] says, and keeps the disk's own error: what the
// connection makes of it looks like trouble on the way.
func (b *Body) Read(p []byte) (int, error) {
	n, err := b.ReadSeeker.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		failed := &ReadError{err}
		b.failed.Store(failed)
		return n, failed
	}
	return n, err
}

// Cause is the [*ReadError] where the disk was what made a call fail, else the
// call's own error.
func (b *Body) Cause(err error) error {
	if failed := b.failed.Load(); err != nil && failed != nil {
		return failed
	}
	return err
}

// ReadError is a disk that could not be read, or whose content changed. Sending
// again does not help.
type ReadError struct{ error }

// Unwrap returns the disk's error.
func (e *ReadError) Unwrap() error { return e.error }

// RetryableError keeps the SDK from sending again (its retry.RetryableError).
func (*ReadError) RetryableError() bool { return false }
