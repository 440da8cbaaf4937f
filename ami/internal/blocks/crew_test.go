package blocks

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

func TestNoMoreJobsThanTheMostAreUnderWay(t *testing.T) {
	const most, jobs = 4, 300
	c := newCrew(t.Context(), Pace{Most: most})
	var busy atomic.Int32
	for range jobs {
		if err := c.hire(func(context.Context) error {
			if now := busy.Add(1); now > most {
				t.Errorf("%d jobs at once", now)
			}
			runtime.Gosched()
			busy.Add(-1)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.wait(nil); err != nil {
		t.Fatal(err)
	}
}

func TestTheFirstFailureEndsTheCrewAndIsItsError(t *testing.T) {
	failure := errors.New("the cause")
	c := newCrew(t.Context(), Pace{Most: 2})
	hired := 0
	err := c.hire(func(context.Context) error { return failure })
	for err == nil {
		hired++
		err = c.hire(func(ctx context.Context) error {
			<-ctx.Done()
			return context.Cause(ctx)
		})
	}
	if got := c.wait(err); got != failure || hired > 3 {
		t.Fatalf("error is %v after %d more jobs", got, hired)
	}
}

func TestNoSecondHasMoreCallsThanTheQuota(t *testing.T) {
	c := newCrew(t.Context(), Pace{Most: 64})
	begun, calls := time.Now(), 0
	for at := time.Duration(0); at < time.Second; at += time.Millisecond / 4 {
		if c.limit.AllowN(begun.Add(at), 1) {
			calls++
		}
	}
	if calls <= callRate || calls > quota {
		t.Errorf("the first second has %d calls", calls)
	}
}
