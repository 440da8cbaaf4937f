package frontend

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/util/bklog"
)

// Build is the BuildFunc with no options: what a frontend image runs.
func Build(ctx context.Context, c client.Client) (*client.Result, error) {
	return New()(ctx, c)
}

// New returns a BuildFunc with the given options. It reads no environment and
// keeps nothing between two calls. A panic inside becomes an error.
func New(opts ...Option) client.BuildFunc {
	cfg := newConfig(opts)
	return func(ctx context.Context, c client.Client) (res *client.Result, err error) {
		defer recoverTo(ctx, &err)
		if res, err = cfg.build(ctx, c); err != nil {
			return nil, err
		}
		return daemonResult(res)
	}
}

func (cfg *config) build(ctx context.Context, c client.Client) (*client.Result, error) {
	r, err := cfg.request(ctx, c)
	if err != nil {
		return nil, err
	}
	if id := r.opts[keyRequestID]; id != "" {
		return r.subrequest(ctx, id)
	}
	if t, ok := cfg.target(r.opts[keyTarget]); ok {
		return t.Solve(ctx, r)
	}
	return r.plain(ctx)
}

// recoverTo turns a panic of the calling function into its error; the stack goes
// to the log, which is the daemon's in a frontend.
func recoverTo(ctx context.Context, err *error) {
	if p := recover(); p != nil {
		bklog.G(ctx).Errorf("panic: %v\n%s", p, debug.Stack())
		*err = fmt.Errorf("amikit failed unexpectedly: %v; please report it with the build's options", p)
	}
}
