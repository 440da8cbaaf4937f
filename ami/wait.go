package ami

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/amikit/amikit/ami/internal/awserr"
)

// waiter is a wait for a state.
type waiter struct {
	what  string
	every time.Duration
	stage string // whose progress each new state is; empty where the look tells more
}

// wait looks every so often until it is done, at most for the cap, and ends at
// once when ctx does.
func (r *run) wait(ctx context.Context, w waiter, look func(context.Context) (state string, done bool, err error)) error {
	deadline := time.Now().Add(r.Timeout)
	last := ""
	for {
		state, done, err := look(ctx)
		if err != nil {
			return fmt.Errorf("wait for %s: %w", w.what, err)
		}
		if done {
			return nil
		}
		if state != last && w.stage != "" {
			r.Reporter.Report(Event{Kind: Progress, Stage: w.stage, Message: fmt.Sprintf("%s is %s", w.what, state)})
		}
		last = state
		left := time.Until(deadline)
		if left <= 0 {
			return &TimeoutError{What: w.what, Last: last, Cap: r.Timeout.String()}
		}
		if err := pause(ctx, min(w.every, left)); err != nil {
			return err
		}
	}
}

// patience is for how long a query that fails is asked again.
func patience(delay time.Duration) time.Duration { return 20 * delay }

// ask repeats a query that fails, for a bounded time. The SDK has retried it then
// already, so this bridges what takes longer, such as a network that is away. What
// cannot get better by waiting ends it at once.
func ask[T any](ctx context.Context, r *run, query func() (T, error)) (T, error) {
	deadline := time.Now().Add(patience(r.RetryDelay))
	for {
		answer, err := query()
		if err == nil || !passing(err) || time.Now().After(deadline) {
			return answer, awserr.Explain(err)
		}
		r.warn("query", "%v; asking again in %s", awserr.Explain(err), r.RetryDelay)
		if err := pause(ctx, r.RetryDelay); err != nil {
			return answer, err
		}
	}
}

// passing reports whether a failure may pass by itself: no answer, throttling, or
// a fault of the service.
func passing(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	var silent *UnreachableError
	status := awserr.Status(err)
	return errors.As(awserr.Explain(err), &silent) || status >= 500 || status == 429 || awserr.Is(err, throttled...)
}

var throttled = []string{"RequestLimitExceeded", "Throttling", "ThrottlingException", "RequestThrottledException", "SlowDown"}

// pause sleeps, and ends at once when ctx does.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
