package ami

import (
	"errors"
	"strings"
	"sync"
	"testing"
)

// rivals makes the images of different disks at the same time, with the same settings.
func (w *world) rivals(disks []Disk, change ...func(*Options)) ([]*Result, []error) {
	results, errs := make([]*Result, len(disks)), make([]error, len(disks))
	var group sync.WaitGroup
	for i, d := range disks {
		group.Go(func() { results[i], errs[i] = Create(w.t.Context(), d, w.options(change...)) })
	}
	group.Wait()
	return results, errs
}

func TestOfTwoDisksThatWantOneNameAtOnceEachIsWholeOrRefused(t *testing.T) {
	for name, method := range map[string]func(*Options){"s3": func(*Options) {}, "vmdk": packed, "ebs": byEBS} {
		for _, policy := range []OnConflict{Fail, Suffix, Replace} {
			t.Run(name+" "+string(policy), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				disks := []Disk{w.disk(1, 3*mib), w.disk(2, 3*mib)}
				results, errs := w.rivals(disks, method, func(o *Options) { o.OnConflict = policy })
				for i, d := range disks {
					var conflict *ConflictError
					switch {
					case errs[i] == nil:
						w.checkSnapshotIs(results[i].SnapshotID, d)
					case strings.Contains(errs[i].Error(), "\n"):
						t.Errorf("the error has several lines: %v", errs[i])
					case policy == Suffix, policy == Fail && !errors.As(errs[i], &conflict):
						t.Errorf("error is %v", errs[i])
					}
				}
				if policy != Replace && errs[0] != nil && errs[1] != nil { // there each may undo the other
					t.Error("neither has an image")
				}
			})
		}
	}
}
