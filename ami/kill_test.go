package ami

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/amikit/amikit/ami/internal/upload"
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

// scenario is a way to the image whose every call is one to be killed at.
type scenario struct {
	change func(*Options)
	// before is how many other disks had the name and the key.
	before int
	least  int64 // calls that the way has at the least
	// world is another one than the usual, disk another one than the small one.
	world func(*testing.T) *world
	disk  func(*world) Disk
}

func scenarios() map[string]scenario {
	return map[string]scenario{
		"a raw disk": {least: 15},
		"an encrypted VMDK": {least: 18, change: func(o *Options) {
			packed(o)
			o.Encrypted = true
		}},
		"a disk with holes at an older S3": {
			least: 18, change: inOldRegion, world: oldWorld,
			disk: func(w *world) Disk { return w.sparseDisk(mib, 34*mib) },
		},
		"another disk's place": {least: 18, change: func(o *Options) { o.OnConflict = Replace }, before: 1},
	}
}

func TestARunKilledAtAnyCallConvergesOnOneOfEach(t *testing.T) {
	for name, s := range scenarios() {
		t.Run(name, func(t *testing.T) {
			calls := s.count(t)
			if calls < s.least {
				t.Fatalf("the run makes %d calls only", calls)
			}
			for at := range calls {
				t.Run(callName(at+1, true), func(t *testing.T) { s.killAndRerun(t, at+1, true) })
				if name == "a raw disk" { // a call that has no effect is what a kill behind the last one leaves
					t.Run(callName(at+1, false), func(t *testing.T) { s.killAndRerun(t, at+1, false) })
				}
			}
		})
	}
}

// begin makes a world in which the scenario can be run.
func (s scenario) begin(t *testing.T) (*world, Disk) {
	if s.world != nil {
		w := s.world(t)
		return w, s.disk(w)
	}
	w, _ := newAccountWorld(t) // it lists all tasks and images of its account
	for i := range s.before {
		w.create(w.disk(byte(2+i), mib))
	}
	return w, w.disk(1, 3*mib)
}

func (s scenario) options(o *Options) {
	if s.change != nil {
		s.change(o)
	}
}

// count is how many calls of the scenario have an effect or an answer.
func (s scenario) count(t *testing.T) int64 {
	w, d := s.begin(t)
	var calls atomic.Int64
	w.cfg = awstest.Intercept(w.cfg, func(string) error { return nil }, func(string) error {
		calls.Add(1)
		return nil
	})
	w.create(d, s.options)
	return calls.Load()
}

func (s scenario) killAndRerun(t *testing.T, at int64, effect bool) {
	t.Parallel()
	w, d := s.begin(t)
	plain := w.cfg
	w.killed(at, effect)
	// Calls to find out how far AWS is come more or less often.
	if _, err := Create(t.Context(), d, w.options(s.options)); err != nil && !errors.Is(err, errKilled) {
		t.Fatalf("error is %v", err)
	}
	w.cfg = plain
	r := w.create(d, s.options)
	w.checkOneOfEachBeside(d, s.before)
	if _, err := Verify(t.Context(), r.SnapshotID, d, w.options(s.options)); err != nil {
		t.Error(err)
	}
}

func callName(at int64, effect bool) string {
	if effect {
		return fmt.Sprintf("behind call %d", at)
	}
	return fmt.Sprintf("before call %d", at)
}

func (w *world) checkOneOfEach(d Disk) {
	w.t.Helper()
	w.checkOneOfEachBeside(d, 0)
}

// checkOneOfEachBeside passes over the tasks and snapshots of so many other disks.
func (w *world) checkOneOfEachBeside(d Disk, others int) {
	w.t.Helper()
	tagged, made := w.snapshots(d)
	if len(w.images()) != 1 || len(w.tasks()) != 1+others || len(tagged) != 1 || made != 1+others {
		w.t.Errorf("%d images, %d tasks, %d snapshots of which %d are tagged", len(w.images()), len(w.tasks()), made, len(tagged))
	}
	keys, uploads := w.keys()
	keys = slices.DeleteFunc(keys, func(key string) bool { // objects of zeroes are kept, but not their markers
		return strings.Contains(key, upload.ZeroesPrefix) && !strings.Contains(key, upload.MarkerInfix)
	})
	if len(keys) != 1 || uploads != 0 {
		w.t.Errorf("bucket holds %v and %d open uploads", keys, uploads)
	}
}
