package blocks

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/amikit/amikit/disk"
)

func TestOnlyTheBlocksUnderWayAreInMemory(t *testing.T) {
	const most, jobs = 4, 300
	c := newCrew(t.Context(), Pace{Most: most})
	var mu sync.Mutex
	buffers := map[*byte]bool{}
	for range jobs {
		if err := c.hire(func(_ context.Context, buffer []byte) error {
			mu.Lock()
			defer mu.Unlock()
			if len(buffer) != disk.BlockSize {
				t.Errorf("a buffer of %d bytes", len(buffer))
			}
			buffers[&buffer[0]] = true
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.wait(nil); err != nil || len(buffers) > most {
		t.Fatalf("%d buffers for %d blocks at once, %v", len(buffers), most, err)
	}
}

func TestTheFirstFailureEndsTheCrewAndIsItsError(t *testing.T) {
	failure := errors.New("the cause")
	c := newCrew(t.Context(), Pace{Most: 2})
	hired := 0
	err := c.hire(func(context.Context, []byte) error { return failure })
	for err == nil {
		hired++
		err = c.hire(func(ctx context.Context, _ []byte) error {
			<-ctx.Done()
			return context.Cause(ctx)
		})
	}
	if got := c.wait(err); got != failure || hired > 3 {
		t.Fatalf("error is %v after %d more jobs", got, hired)
	}
}
