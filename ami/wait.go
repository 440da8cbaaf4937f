package ami

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/pause"
)

// waiter is a wait for a state.
type waiter struct {
	what  string
	every time.Duration
	stage string // whose progress each new state is; empty where the look tells more
}

// wait looks every so often until it is done, at most until the run's time is over, and ends at
// once when ctx does.
func (r *run) wait(ctx context.Context, w waiter, look func(context.Context) (state string, done bool, err error)) error {
	deadline := r.started.Add(r.Timeout)
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
		if err := pause.For(ctx, min(w.every, left)); err != nil {
			return err
		}
	}
}

const (
	// looks is how often something is looked for that was just made, or asked.
	looks = 20
	// fewLooks is how often something is looked for that may have been deleted.
	fewLooks = 5
)

// patience is for how long a query that fails is asked again.
func patience(delay time.Duration) time.Duration { return looks * delay }

// visible looks so often for a thing until AWS shows it, which may be late after
// it was made. It returns nil for one that stays away. Looks are counted, not timed: on a
// slow machine or line a thing must not count as gone after few of them.
func visible[T any](ctx context.Context, r *run, times int, look func() (*T, error)) (*T, error) {
	for range times {
		found, err := look()
		if err != nil || found != nil {
			return found, err
		}
		if err := pause.For(ctx, r.RetryDelay); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// ask repeats a query that fails, for a bounded time. The SDK has retried it then
// already, so this bridges what takes longer, such as a network that is away. What
// cannot get better by waiting ends it at once.
func ask[T any](ctx context.Context, r *run, query func() (T, error)) (T, error) {
	deadline := time.Now().Add(patience(r.RetryDelay))
	for {
		answer, err := query()
		err = explainRegion(r.region, awserr.Explain(err))
		if err == nil || !passing(err) || nowhere(err) || time.Now().After(deadline) {
			return answer, err
		}
		r.warn("query", "%v; asking again in %s", err, r.RetryDelay)
		if err := pause.For(ctx, r.RetryDelay); err != nil {
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
