package ami

import (
	"slices"
	"testing"
	"time"
)

func indexesOf(list []Leftover) []Leftover {
	return slices.DeleteFunc(list, func(l Leftover) bool { return l.Kind != "index" })
}

func TestIndexesOfDisksWithoutASnapshotAreLeftovers(t *testing.T) {
	w := newWorld(t)
	kept, gone := w.disk(1, mib), w.disk(2, mib)
	w.create(kept, w.next("1"), inBucket(w))
	r := w.create(gone, w.next("2"), inBucket(w))
	w.put("images/amikit-index-of-mine", "no index")
	if left := indexesOf(w.leftovers(-time.Hour, kept, gone)); len(left) != 0 {
		t.Fatalf("leftovers are %+v", left)
	}
	w.deregister(r)
	w.deleteSnapshot(r)
	if young := indexesOf(w.leftovers(time.Hour, kept, gone)); len(young) != 0 {
		t.Fatalf("an index that a run may be using is listed: %+v", young)
	}
	left := indexesOf(w.leftovers(-time.Hour, kept, gone))
	if len(left) != 1 || left[0].Disk != gone.Digest.String() {
		t.Fatalf("leftovers are %+v", left)
	}
	before, _ := w.keys()
	w.removeAll(left)
	if after, _ := w.keys(); len(after) != len(before)-1 {
		t.Fatalf("the bucket holds %v", after)
	}
}
