package timing

import (
	"context"
	"sync"
	"time"
)

// Clock tells the services' time. It is safe for concurrent use.
type Clock struct {
	mu        sync.Mutex
	offset    time.Duration
	durations Durations
	changed   chan struct{}
}

// NewClock makes a clock that shows the real time.
func NewClock(d Durations) *Clock {
	return &Clock{durations: d, changed: make(chan struct{})}
}

// Now is the real time plus what the clock was set forward by.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

// Advance sets the clock forward; waits that are over then end at once.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
	c.wake()
}

// Durations is how long work takes now.
func (c *Clock) Durations() Durations {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.durations
}

// SetDurations changes how long work takes, that under way included.
func (c *Clock) SetDurations(d Durations) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.durations = d
	c.wake()
}

func (c *Clock) wake() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// Wait returns once the moment that until computes from the durations has
// come, or with the context's error.
func (c *Clock) Wait(ctx context.Context, until func(Durations) time.Time) error {
	for {
		left, changed := c.left(until)
		if left <= 0 {
			return ctx.Err()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		case <-time.After(left):
		}
	}
}

func (c *Clock) left(until func(Durations) time.Time) (time.Duration, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return until(c.durations).Sub(time.Now().Add(c.offset)), c.changed
}
