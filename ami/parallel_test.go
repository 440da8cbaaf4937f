package ami

import (
	"sync"
	"testing"
)

func TestRunsOfOneDiskAtTheSameTimeConverge(t *testing.T) {
	for name, method := range map[string]func(*Options){"s3": func(*Options) {}, "ebs": byEBS} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			d := w.disk(1, 3*mib)
			results := make([]*Result, 3)
			var group sync.WaitGroup
			for i := range results {
				group.Go(func() {
					r, err := Create(t.Context(), d, w.options(method))
					if err != nil {
						t.Error(err)
					}
					results[i] = r
				})
			}
			group.Wait()
			if t.Failed() {
				t.FailNow()
			}
			for _, r := range results[1:] {
				if r.ImageID != results[0].ImageID {
					t.Errorf("images %s and %s", results[0].ImageID, r.ImageID)
				}
			}
			if tagged, _ := w.snapshots(d); len(tagged) != 1 || len(w.images()) != 1 {
				t.Errorf("%d snapshots, %d images", len(tagged), len(w.images()))
			}
		})
	}
}
