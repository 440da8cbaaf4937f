package ami

import (
	"context"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/ebs"

	"github.com/amikit/amikit/disk"
)

// undermined does something of somebody else's once, ahead of a call.
type undermined struct {
	EBS
	start, put func()
}

func (u undermined) StartSnapshot(ctx context.Context, in *ebs.StartSnapshotInput, o ...func(*ebs.Options)) (*ebs.StartSnapshotOutput, error) {
	u.start()
	return u.EBS.StartSnapshot(ctx, in, o...)
}

func (u undermined) PutSnapshotBlock(ctx context.Context, in *ebs.PutSnapshotBlockInput, o ...func(*ebs.Options)) (*ebs.PutSnapshotBlockOutput, error) {
	u.put()
	return u.EBS.PutSnapshotBlock(ctx, in, o...)
}

// undermining makes the calls for blocks meet what change does, once.
func undermining(start, put func()) func(*Options) {
	return func(o *Options) {
		o.Services.EBS = undermined{o.Services.EBS, sync.OnceFunc(start), sync.OnceFunc(put)}
	}
}

func nothingElse() {}

func TestAParentThatIsDeletedMeanwhileIsDoneWithout(t *testing.T) {
	for name, c := range map[string]struct {
		older  bool // there is an older snapshot of the family
		parent int  // which one becomes the parent; -1 for none
		blocks int64
		says   string
		during bool // the blocks are being sent
	}{
		"before the start, an older one is taken": {older: true, parent: 0, blocks: 3, says: "; AWS does not take snap-"},
		"before the start, there is no other":     {parent: -1, blocks: 19, says: "all 19 blocks of the disk are sent: AWS does not take snap-"},
		"while the blocks are sent":               {older: true, parent: 1, blocks: 2, says: "only 2 blocks that differ from", during: true},
	} {
		t.Run(name, func(t *testing.T) {
			w, told, dir := newWorld(t), &events{}, t.TempDir()
			first := w.disk(1, 10*mib)
			var made []*Result
			if c.older {
				made = append(made, w.create(first, w.next("0"), cached(dir)))
			}
			made = append(made, w.create(w.changed(first, 10*mib, func(data []byte) { data[0]++ }), w.next("1"), cached(dir)))
			newest := made[len(made)-1]
			deleted := func() { w.deregister(newest); w.deleteSnapshot(newest) }
			change := undermining(deleted, nothingElse)
			if c.during {
				change = undermining(nothingElse, deleted)
			}
			second := w.changed(first, 10*mib, func(data []byte) { data[0]++; generation(data) })
			r := w.create(second, w.next("2"), cached(dir), reporting(told), change)
			want := ""
			if c.parent >= 0 {
				want = made[c.parent].SnapshotID
			}
			if r.Parent != want || r.Sent != c.blocks*disk.BlockSize || !told.says(Info, c.says) {
				t.Errorf("made on %q, want %q; told %v", r.Parent, want, told.list)
			}
			w.checkSnapshotIs(r.SnapshotID, second)
		})
	}
}
