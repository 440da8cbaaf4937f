package blocks

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"

	"github.com/amikit/amikit/ami/internal/pause"
)

const (
	// quota is AWS's for one snapshot, in blocks a second (Amazon EBS User Guide,
	// "Quotas for EBS direct APIs": 1,000 of each kind of call).
	quota    = 1_000
	callRate = 950
	// burst is what may be made up for at once, so that no second has more than the quota.
	burst = quota - callRate
	// attemptTimeout gives up a call that hangs.
	attemptTimeout = 20 * time.Second
	// fewest is how often a call is tried at least, whatever the time.
	fewest   = 5
	maxDelay = 5 * time.Second
)

// Pace is how hard AWS is pressed.
type Pace struct {
	// Most is how many blocks are under way at most. There are fewer where AWS
	// throttles, or where the line is full.
	Most int
	// Delay is the time before a failed call is made again; it doubles each time.
	Delay time.Duration
	// Patience is for how long calls may fail before the run does, while none succeeds.
	Patience time.Duration
}

// crew does the calls of one run. It holds the only retry loop of theirs.
type crew struct {
	pace  Pace
	gate  *gate
	limit *rate.Limiter
	group *errgroup.Group
	ctx   context.Context // ends with the first job that fails
	begun time.Time
	last  atomic.Int64 // when a call succeeded last, after begun
}

func newCrew(ctx context.Context, p Pace) *crew {
	c := &crew{pace: p, gate: newGate(p.Most), limit: rate.NewLimiter(callRate, burst), begun: time.Now()}
	c.group, c.ctx = errgroup.WithContext(ctx)
	return c
}

// hire starts a job as soon as the gate admits it.
func (c *crew) hire(job func(ctx context.Context) error) error {
	if err := c.gate.enter(c.ctx); err != nil {
		return err
	}
	c.group.Go(func() error {
		defer c.gate.leave()
		return job(c.ctx)
	})
	return nil
}

// wait ends the crew: with the first job's error, which is the cause of others.
func (c *crew) wait(err error) error {
	if first := c.group.Wait(); first != nil {
		return first
	}
	return err
}

// insist makes a call until it succeeds, fails for good, or nothing succeeds for
// too long.
func (c *crew) insist(ctx context.Context, call func(context.Context) error) error {
	delay := c.pace.Delay
	for attempt := 1; ; attempt++ {
		if err := c.limit.Wait(ctx); err != nil {
			return err
		}
		begun := time.Now()
		err := try(ctx, call)
		if err == nil {
			c.gate.grow(time.Since(begun))
			c.last.Store(int64(time.Since(c.begun)))
			return nil
		}
		meaning := judge(err, time.Since(c.begun))
		if ctx.Err() != nil || meaning == final || attempt >= fewest && c.idle() > c.pace.Patience {
			return err
		}
		if meaning == crowded {
			c.gate.shrink(begun)
		}
		if err := pause.For(ctx, delay/2+rand.N(delay/2+1)); err != nil {
			return err
		}
		delay = min(2*delay, max(maxDelay, c.pace.Delay))
	}
}

// idle is the time since the last success.
func (c *crew) idle() time.Duration { return time.Since(c.begun) - time.Duration(c.last.Load()) }

func try(ctx context.Context, call func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	err := call(limited)
	if err != nil && limited.Err() == context.DeadlineExceeded && ctx.Err() == nil {
		return fmt.Errorf("no answer within %s: %w", attemptTimeout, context.DeadlineExceeded)
	}
	return err
}

// once makes the SDK send a request one time: the crew repeats it.
func once(o *ebs.Options) { o.Retryer = aws.NopRetryer{} }
