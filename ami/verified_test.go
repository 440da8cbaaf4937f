package ami

import (
	"context"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/ebs"

	"github.com/amikit/amikit/disk"
)

func verifying(o *Options) { o.Verify = true }

func TestVerifyInCreateReadsEveryBlock(t *testing.T) {
	for name, method := range map[string]func(*Options){"s3": func(*Options) {}, "ebs": byEBS} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			d := w.sparseDisk(3*mib+512, 40*mib)
			counted := w.counting()
			if r := w.create(d, method, verifying); r.Verified != 7 || counted.calls["EBS.GetSnapshotBlock"] != 7 {
				t.Errorf("verified %d blocks, calls %v", r.Verified, counted.calls)
			}
			if r := w.create(d, method, verifying); r.Verified != 7 || len(r.Reused) == 0 {
				t.Errorf("an image that was there: verified %d blocks, reused %v", r.Verified, r.Reused)
			}
			if r := w.create(d, method); r.Verified != 0 {
				t.Errorf("verified %d blocks though nobody asked", r.Verified)
			}
		})
	}
}

// lying reads another block than it was asked for, as if AWS held another disk.
type lying struct{ EBS }

func (l lying) GetSnapshotBlock(ctx context.Context, in *ebs.GetSnapshotBlockInput, o ...func(*ebs.Options)) (*ebs.GetSnapshotBlockOutput, error) {
	other := *in
	list, err := l.ListSnapshotBlocks(ctx, &ebs.ListSnapshotBlocksInput{SnapshotId: in.SnapshotId})
	if err != nil {
		return nil, err
	}
	other.BlockIndex, other.BlockToken = list.Blocks[0].BlockIndex, list.Blocks[0].BlockToken
	return l.EBS.GetSnapshotBlock(ctx, &other, o...)
}

func TestASnapshotThatIsAnotherDiskNeverBecomesAnImage(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 2*mib)
	_, err := Create(t.Context(), d, w.options(byEBS, verifying, func(o *Options) { o.Services.EBS = lying{o.Services.EBS} }))
	var mismatch *MismatchError
	if !errors.As(err, &mismatch) || len(mismatch.Blocks) != 3 || len(w.images()) != 0 {
		t.Fatalf("error is %v, %d images", err, len(w.images()))
	}
	if tagged, _ := w.snapshots(d); len(tagged) != 0 {
		t.Fatal("it would be used by the next run")
	}
	if r := w.create(d, byEBS, verifying); r.Verified != 4 {
		t.Fatalf("verified %d blocks", r.Verified)
	}
}

func TestVerifySaysWhereItCannotCompare(t *testing.T) {
	w, told := newWorld(t), &events{}
	first, second := w.disk(1, 2*mib), w.disk(2, 2*mib)
	first.Inputs, second.Inputs = first.Digest, first.Digest
	r := w.create(first, byEBS)
	if again := w.create(second, byEBS, verifying, reporting(told)); again.ImageID != r.ImageID || !told.says(Warning, "are not compared") {
		t.Fatalf("result %+v, told %v", again, told.list)
	}
	dir := t.TempDir()
	kept := &run{Options: Options{CacheDir: dir}, target: target{disk: first}}
	kept.keepIndex(t.Context(), "snapshot", "")
	if again := w.create(second, byEBS, verifying, cached(dir)); again.Verified != 2*mib/disk.BlockSize {
		t.Fatalf("verified %d blocks by the index", again.Verified)
	}
}
