package upload

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"sync"

	"github.com/minio/crc64nvme"
	"golang.org/x/sync/errgroup"

	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
)

// Stream makes the object of what write writes, which is at most bound bytes: its
// parts are sent while it still writes. The same bytes in a later run resume an
// upload that was stopped. Memory is PartSize for each of Concurrency and one more.
func (u *Uploader) Stream(ctx context.Context, bound int64, write func(context.Context, io.Writer) error) (Stats, error) {
	size, err := part.StreamSize(bound, u.PartSize, part.S3())
	if err != nil {
		return Stats{}, err
	}
	session, err := u.open(ctx)
	if err != nil {
		return Stats{}, err
	}
	t, err := u.begin(ctx, session, nil, bound)
	if err != nil {
		return Stats{}, err
	}
	if err = t.stream(ctx, size, write); err == nil {
		t.progress.report(0, t.progress.done.Load()-t.progress.total.Load()) // the bound was more
	}
	return t.finish(ctx, err)
}

func (t *transfer) stream(ctx context.Context, size int64, write func(context.Context, io.Writer) error) error {
	group, ctx := errgroup.WithContext(ctx)
	workers := max(t.Concurrency, 1)
	group.SetLimit(workers)
	s := &splitter{transfer: t, ctx: ctx, group: group, size: int(size), free: make(chan []byte, workers+1)}
	for range workers + 1 {
		s.free <- nil
	}
	err := write(ctx, s)
	if err == nil {
		err = s.flush()
	}
	// A part that failed ended the context: its error is the cause.
	if sendErr := group.Wait(); sendErr != nil {
		return sendErr
	}
	return err
}

// splitter cuts what is written into parts and sends them in the background.
type splitter struct {
	*transfer
	ctx   context.Context // that of the group, which ends at the first error
	group *errgroup.Group
	size  int
	// free holds the buffers that are not in use, nil for one that was never used.
	free   chan []byte
	buffer []byte
	number int32
	mu     sync.Mutex
}

// Write takes all of p, or fails as a part before it did.
func (s *splitter) Write(p []byte) (written int, err error) {
	for len(p) > 0 {
		if s.buffer == nil {
			if err := s.take(); err != nil {
				return written, err
			}
		}
		n := min(len(p), s.size-len(s.buffer))
		s.buffer = append(s.buffer, p[:n]...)
		written, p = written+n, p[n:]
		if len(s.buffer) == s.size {
			if err := s.flush(); err != nil {
				return written, err
			}
		}
	}
	return written, nil
}

// take waits for a free buffer.
func (s *splitter) take() error {
	select {
	case <-s.ctx.Done():
		return context.Cause(s.ctx)
	case s.buffer = <-s.free:
	}
	if s.buffer == nil {
		s.buffer = make([]byte, 0, s.size)
	}
	s.buffer = s.buffer[:0]
	return nil
}

// flush sends what was written since the last part.
func (s *splitter) flush() error {
	data := s.buffer
	if len(data) == 0 {
		return nil
	}
	s.buffer = nil
	s.number++
	p := completedPart{number: s.number, length: int64(len(data))}
	s.group.Go(func() error {
		defer func() { s.free <- data }()
		return s.part(data, p)
	})
	return s.ctx.Err()
}

func (s *splitter) part(data []byte, p completedPart) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	p.crc = disk.CRC64NVME(crc64nvme.Checksum(data))
	if s.sums == sha256Sums {
		p.sha256 = sha256.Sum256(data)
	}
	counter := &s.resumed
	if s.isThere(&p) {
		s.progress.report(0, -p.length)
	} else {
		counter = &s.sent
		if err := s.send(s.ctx, bytes.NewReader(data), &p); err != nil {
			return err
		}
	}
	counter.Add(p.length)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.completed = append(s.completed, p)
	return nil
}
