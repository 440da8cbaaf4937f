package ami

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/amikit/amikit/ami/internal/pause"
	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/awstest"
)

// stopAfter makes the world's next runs end behind so many calls of the name.
func (w *world) stopAfter(call string, count int64) {
	var calls atomic.Int64
	w.cfg = awstest.Intercept(w.cfg, func(name string) error {
		if name == call && calls.Add(1) > count {
			return errKilled
		}
		return nil
	}, nil)
}

// stopped is a run that ended in the middle of its blocks; the world then is as it was.
func (w *world) stopped(d Disk, puts int64, change ...func(*Options)) {
	w.t.Helper()
	plain := w.cfg
	w.stopAfter("EBS.PutSnapshotBlock", puts)
	if _, err := Create(w.t.Context(), d, w.options(change...)); !errors.Is(err, errKilled) {
		w.t.Fatalf("error is %v", err)
	}
	w.cfg = plain
}

func TestAStoppedWriteSendsOnlyWhatIsMissing(t *testing.T) {
	w, keep := newWorld(t), cached(t.TempDir())
	d := w.disk(1, 20*mib)
	w.stopped(d, 30, w.next("1"), keep, func(o *Options) { o.Concurrency = 1 })
	r := w.create(d, w.next("1"), keep)
	if missing := int64(40 - 30 + blockWorkers); r.Sent > missing*disk.BlockSize || len(r.Reused) != 1 || r.Reused[0] != reusedBlocks {
		t.Fatalf("sent %d blocks, reused %v", r.Sent/disk.BlockSize, r.Reused)
	}
	w.checkOneSnapshot(d, r)
}

func TestAStoppedWriteIsAdoptedWithoutItsJournal(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 10*mib)
	w.stopped(d, 10, w.next("1"), cached(t.TempDir()))
	r := w.create(d, w.next("1"), cached(t.TempDir()))
	if r.Sent != 10*mib {
		t.Fatalf("sent %d bytes", r.Sent)
	}
	w.checkOneSnapshot(d, r)
}

func (w *world) imagesNamed(name string) int {
	w.t.Helper()
	other := *w
	other.name = name
	return len(other.images())
}

// checkOneSnapshot checks that nothing else was started.
func (w *world) checkOneSnapshot(d Disk, r *Result) {
	w.t.Helper()
	if tagged, _ := w.snapshots(d); len(tagged) != 1 || w.imagesNamed(r.Name) != 1 {
		w.t.Errorf("%d snapshots, %d images", len(tagged), w.imagesNamed(r.Name))
	}
	w.checkSnapshotIs(r.SnapshotID, d)
}

func TestAStoppedRebuildGoesOnWithItsParent(t *testing.T) {
	for name, c := range map[string]struct {
		keep, again func(dir string) func(*Options)
		most        int64
	}{
		"with journal and index": {cached, cached, 10 + blockWorkers},
		"with neither":           {cached, func(string) func(*Options) { return func(*Options) {} }, 20},
	} {
		t.Run(name, func(t *testing.T) {
			w, dir := newWorld(t), t.TempDir()
			first := w.disk(1, 34*mib)
			second := w.changed(first, 34*mib, func(data []byte) {
				for i := range 20 {
					data[i*3*disk.BlockSize]++
				}
			})
			parent := w.create(first, w.next("1"), c.keep(dir))
			w.stopped(second, 10, w.next("2"), c.keep(dir), func(o *Options) { o.Concurrency = 1 })
			r := w.create(second, w.next("2"), c.again(dir), func(o *Options) { o.Parent = ParentNone }) // it has one already
			if r.Parent != parent.SnapshotID || r.Sent > c.most*disk.BlockSize {
				t.Fatalf("sent %d blocks on %q", r.Sent/disk.BlockSize, r.Parent)
			}
			if tagged, _ := w.snapshots(second); len(tagged) != 1 {
				t.Errorf("%d snapshots", len(tagged))
			}
			w.checkSnapshotIs(r.SnapshotID, second)
		})
	}
}

func TestAStoppedRebuildWhoseParentIsNotKnownAnyMoreIsStartedAnew(t *testing.T) {
	w, dir, told := newWorld(t), t.TempDir(), &events{}
	first := w.disk(1, 10*mib)
	second := w.changed(first, 10*mib, generation)
	w.create(first, w.next("1"), cached(dir))
	w.stopped(second, 1, w.next("2"), cached(dir))
	w.refusing("EBS.ListSnapshotBlocks")
	r := w.create(second, w.next("2"), reporting(told))
	if r.Parent != "" || r.Sent != 10*mib-disk.BlockSize || !told.says(Warning, "another one is started") {
		t.Fatalf("sent %d bytes on %q, told %v", r.Sent, r.Parent, told.list)
	}
	w.cfg = awstest.Config(t)
	w.checkSnapshotIs(r.SnapshotID, second)
}

func TestARebuildKilledAtAnyCallConvergesOnOneOfEach(t *testing.T) {
	for _, effect := range []bool{false, true} {
		for at := int64(1); ; at++ {
			if !killAndRerunRebuild(t, at, effect) {
				if at < 10 {
					t.Fatalf("the run made %d calls only", at)
				}
				break
			}
		}
	}
}

func killAndRerunRebuild(t *testing.T, at int64, effect bool) (reached bool) {
	t.Run(callName(at, effect), func(t *testing.T) {
		w, dir := newWorld(t), t.TempDir()
		first := w.disk(1, 5*mib)
		second := w.changed(first, 5*mib, generation)
		parent := w.create(first, w.next("1"), inBucket(w), cached(dir))
		w.killed(at, effect)
		_, err := Create(t.Context(), second, w.options(w.next("2"), inBucket(w), cached(dir)))
		reached = errors.Is(err, errKilled)
		if err != nil && !reached {
			t.Fatalf("error is %v", err)
		}
		w.cfg = awstest.Config(t)
		r := w.create(second, w.next("2"), inBucket(w), cached(dir))
		w.checkTags(r.SnapshotID, map[string]string{TagParent: parent.SnapshotID})
		if tagged, _ := w.snapshots(second); len(tagged) != 1 || w.imagesNamed(r.Name) != 1 {
			t.Errorf("%d snapshots, %d images", len(tagged), w.imagesNamed(r.Name))
		}
		w.checkSnapshotIs(r.SnapshotID, second)
	})
	return reached
}

func TestSIGKILLInTheMiddleOfAWriteCostsOnlyWhatWasUnderWay(t *testing.T) {
	const size = 160 * mib
	w, dir := newWorld(t), t.TempDir()
	d := w.disk(1, size)
	victim := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWriteVictim$")
	victim.Env = append(os.Environ(), victimEnv+"="+d.File+"|"+w.bucket+"|"+dir)
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	sent := w.awaitJournal(dir, 20)
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := victim.Wait(); err == nil {
		t.Fatal("the run was not killed")
	}
	if r := w.create(d, w.next("1"), cached(dir)); r.Sent > size-sent*disk.BlockSize {
		t.Fatalf("sent %d blocks of %d again, though %d were sent", r.Sent/disk.BlockSize, size/disk.BlockSize, sent)
	} else {
		w.checkOneSnapshot(d, r)
	}
}

// TestWriteVictim is the run that is killed, in a process of its own; started as a
// test, it has nothing to do.
func TestWriteVictim(t *testing.T) {
	parts := strings.Split(os.Getenv(victimEnv), "|")
	if len(parts) != 3 {
		return
	}
	w := &world{t: t, cfg: awstest.Config(t), bucket: parts[1], name: "image of " + parts[1]}
	w.create(w.open(parts[0]), w.next("1"), cached(parts[2]), func(o *Options) { o.Concurrency = 1 })
}

// awaitJournal waits until a journal lists so many blocks, and returns how many.
func (w *world) awaitJournal(dir string, count int64) int64 {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for {
		files, err := filepath.Glob(filepath.Join(dir, journalDir, "snap-*"))
		if err != nil {
			w.t.Fatal(err)
		}
		if len(files) == 1 {
			if info, err := os.Stat(files[0]); err == nil && info.Size()/36-1 >= count {
				return info.Size()/36 - 1
			}
		}
		if err := pause.For(ctx, time.Millisecond); err != nil {
			w.t.Fatal(err)
		}
	}
}
