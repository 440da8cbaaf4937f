package s3

import (
	"context"
	"sync"
)

// turns lets the calls about one thing go one after another.
type turns struct {
	mu    sync.Mutex
	taken map[string]chan struct{}
}

// take waits until the name is free, or the context has ended; done frees it.
func (t *turns) take(ctx context.Context, name string) (done func(), err error) {
	for {
		free, mine := t.try(name)
		if mine != nil {
			return mine, nil
		}
		select {
		case <-free:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// try takes a name that is free; of another one it returns when it may be free.
func (t *turns) try(name string) (free <-chan struct{}, done func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if busy, ok := t.taken[name]; ok {
		return busy, nil
	}
	if t.taken == nil {
		t.taken = map[string]chan struct{}{}
	}
	mine := make(chan struct{})
	t.taken[name] = mine
	return nil, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.taken, name)
		close(mine)
	}
}
