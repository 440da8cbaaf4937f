package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// sampling is the time between two looks at a filesystem. A look costs some
// microseconds, and what is written and removed between two is not seen.
const sampling = 5 * time.Millisecond

// space watches how much of a filesystem is in use. It is exact only where nothing
// but the measured command writes there.
type space struct{ dir string }

// peak runs work and returns how many MiB more were in use at its peak than
// before it. Without a folder to watch it is 0.
func (s space) peak(ctx context.Context, work func() error) (float64, error) {
	if s.dir == "" {
		return 0, work()
	}
	before, err := s.used()
	if err != nil {
		return 0, err
	}
	watching, stop := context.WithCancel(ctx)
	highest := make(chan uint64)
	go func() { highest <- s.highest(watching, before) }()
	err = work()
	stop()
	return float64(<-highest-before) / (1 << 20), err
}

// highest is the largest use that is seen until the context ends.
func (s space) highest(ctx context.Context, most uint64) uint64 {
	ticker := time.NewTicker(sampling)
	defer ticker.Stop()
	for {
		if used, err := s.used(); err == nil {
			most = max(most, used)
		}
		select {
		case <-ctx.Done():
			return most
		case <-ticker.C:
		}
	}
}

// used is in bytes.
func (s space) used() (uint64, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(s.dir, &stat); err != nil {
		return 0, fmt.Errorf("look at the space of %s: %w", s.dir, err)
	}
	return (stat.Blocks - stat.Bfree) * uint64(stat.Bsize), nil
}
