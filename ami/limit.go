package ami

import (
	"cmp"
	"context"
	"errors"
)

// limit ends the context when the run's time is over.
func limit(ctx context.Context, o Options) (context.Context, context.CancelFunc) {
	most := cmp.Or(o.Timeout, defaultTimeout)
	if most < 0 {
		return context.WithCancel(ctx) // an invalid setting, which is refused at once
	}
	return context.WithTimeoutCause(ctx, most, &TimeoutError{What: "the run", Last: "at its checks", Cap: most.String()})
}

// overtime tells a failure that came because the time was over by what was under
// way then.
func (r *run) overtime(ctx context.Context, err error) error {
	var late *TimeoutError
	if err == nil || errors.As(err, &late) || !errors.As(context.Cause(ctx), &late) {
		return err
	}
	if r == nil || r.doing == "" {
		return late
	}
	return &TimeoutError{What: "to " + r.doing, Last: "under way", Cap: late.Cap}
}
