package timing_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/amikit/amikit/localaws/timing"
)

func TestWaitEndsWhenItsTimeHasCome(t *testing.T) {
	tests := map[string]struct {
		change func(*timing.Clock)
		took   time.Duration
	}{
		"by itself":               {func(*timing.Clock) {}, time.Minute},
		"when the clock is set":   {func(c *timing.Clock) { c.Advance(50 * time.Second) }, 10 * time.Second},
		"when work gets faster":   {func(c *timing.Clock) { c.SetDurations(timing.Durations{}) }, 0},
		"later when it gets slow": {func(c *timing.Clock) { c.SetDurations(timing.Durations{Import: time.Hour}) }, time.Hour},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				clock := timing.NewClock(timing.Durations{Import: time.Minute})
				begin := clock.Now()
				real := time.Now()
				done := make(chan error)
				go func() {
					done <- clock.Wait(t.Context(), func(d timing.Durations) time.Time { return begin.Add(d.Import) })
				}()
				synctest.Wait()
				test.change(clock)
				if err := <-done; err != nil {
					t.Fatal(err)
				}
				if took := time.Since(real); took != test.took {
					t.Errorf("took %s, want %s", took, test.took)
				}
			})
		})
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	clock := timing.NewClock(timing.Durations{})
	err := clock.Wait(ctx, func(timing.Durations) time.Time { return time.Now().Add(time.Hour) })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}
