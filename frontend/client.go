package frontend

import (
	"sync"

	"github.com/moby/buildkit/frontend/gateway/client"
)

// withOpts is a client with other options. Upstream writes into the map of
// options, so each consumer gets a clone of its own.
type withOpts struct {
	client.Client
	opts map[string]string
}

// BuildOpts returns the client's own with the options replaced.
func (c *withOpts) BuildOpts() client.BuildOpts {
	o := c.Client.BuildOpts()
	o.Opts = c.opts
	return o
}

// lazy is a value that is made at most once in a build, by whichever platform
// needs it first.
type lazy[T any] struct {
	once  sync.Once
	value T
	err   error
}

func (l *lazy[T]) get(f func() (T, error)) (T, error) {
	l.once.Do(func() { l.value, l.err = f() })
	return l.value, l.err
}
