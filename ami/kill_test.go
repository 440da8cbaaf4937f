package ami

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/amikit/amikit/internal/awstest"
)

var errKilled = errors.New("killed")

// killed makes the world's next runs end at one call, before or after its effect.
// Nothing runs behind it that could clean up, as behind SIGKILL.
func (w *world) killed(at int64, effect bool) {
	var calls atomic.Int64
	strike := func(string) error {
		if calls.Add(1) >= at {
			return errKilled
		}
		return nil
	}
	if effect {
		w.cfg = awstest.Intercept(w.cfg, func(string) error {
			if calls.Load() >= at {
				return errKilled
			}
			return nil
		}, strike)
		return
	}
	w.cfg = awstest.Intercept(w.cfg, strike, nil)
}

// stopAt makes the world's next runs end at the first call of the name.
func (w *world) stopAt(call string) {
	w.cfg = awstest.Intercept(w.cfg, func(name string) error {
		if name == call {
			return errKilled
		}
		return nil
	}, nil)
}

func TestARunKilledAtAnyCallConvergesOnOneOfEach(t *testing.T) {
	for _, effect := range []bool{false, true} {
		for at := int64(1); ; at++ {
			if !killAndRerun(t, at, effect) {
				if at < 15 {
					t.Fatalf("the run made %d calls only", at)
				}
				break
			}
		}
	}
}

// killAndRerun reports whether the run had so many calls.
func killAndRerun(t *testing.T, at int64, effect bool) (reached bool) {
	t.Run(callName(at, effect), func(t *testing.T) {
		w := newWorld(t)
		d := w.disk(1, 3*mib)
		w.killed(at, effect)
		_, err := Create(t.Context(), d, w.options())
		reached = errors.Is(err, errKilled)
		if err != nil && !reached {
			t.Fatalf("error is %v", err)
		}
		w.cfg = awstest.Config(t)
		w.create(d)
		w.checkOneOfEach(d)
	})
	return reached
}

func callName(at int64, effect bool) string {
	if effect {
		return fmt.Sprintf("behind call %d", at)
	}
	return fmt.Sprintf("before call %d", at)
}

func (w *world) checkOneOfEach(d Disk) {
	w.t.Helper()
	tagged, made := w.snapshots(d)
	if len(w.images()) != 1 || len(w.tasks()) != 1 || len(tagged) != 1 || made != 1 {
		w.t.Errorf("%d images, %d tasks, %d snapshots of which %d are tagged", len(w.images()), len(w.tasks()), made, len(tagged))
	}
	if keys, uploads := w.keys(); len(keys) != 1 || uploads != 0 {
		w.t.Errorf("bucket holds %v and %d open uploads", keys, uploads)
	}
}
