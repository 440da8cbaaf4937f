package blocks

import (
	"context"
	"sync"
	"time"
)

// A gate begins with few blocks at once and grows while they arrive soon: where
// the line is full, more at once only wait longer.
const (
	firstLimit = 8
	soon       = 4 * time.Second
)

// gate admits as many at once as the service takes: one more for each success
// until the service is crowded for the first time, from then on one more for each
// round, and half as many when it is crowded.
type gate struct {
	freed chan struct{} // holds one while somebody may enter

	mu      sync.Mutex
	busy    int
	limit   float64
	most    float64
	crowded time.Time // when the limit was cut last
}

func newGate(most int) *gate {
	most = max(most, 1)
	return &gate{freed: make(chan struct{}, 1), limit: float64(min(firstLimit, most)), most: float64(most)}
}

// enter waits for a place. Only one goroutine may wait.
func (g *gate) enter(ctx context.Context) error {
	for ctx.Err() == nil && !g.admit() {
		select {
		case <-ctx.Done():
		case <-g.freed:
		}
	}
	return context.Cause(ctx)
}

func (g *gate) admit() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.busy >= int(g.limit) {
		return false
	}
	g.busy++
	return true
}

func (g *gate) leave() {
	g.mu.Lock()
	g.busy--
	g.mu.Unlock()
	g.wake()
}

func (g *gate) wake() {
	select {
	case g.freed <- struct{}{}:
	default:
	}
}

// grow is told of a success and how long it took.
func (g *gate) grow(took time.Duration) {
	if took > soon {
		return
	}
	g.mu.Lock()
	step := 1.0
	if !g.crowded.IsZero() {
		step = 1 / g.limit
	}
	g.limit = min(g.limit+step, g.most)
	g.mu.Unlock()
	g.wake()
}

// shrink is told that the service was crowded for a call that began then. Calls
// that began before the last cut say nothing of the limit since.
func (g *gate) shrink(begun time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if begun.Before(g.crowded) {
		return
	}
	g.limit = max(g.limit/2, 1)
	g.crowded = time.Now()
}
