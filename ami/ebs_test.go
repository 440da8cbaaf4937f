package ami

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/awstest"
)

func byEBS(o *Options) { o.Method, o.Bucket = ByEBS, "" }

// readBack reads a snapshot's blocks, as an instance would see the volume.
func (w *world) readBack(id string, size int64) []byte {
	w.t.Helper()
	client := ebs.NewFromConfig(w.cfg)
	data := make([]byte, (size+disk.BlockSize-1)/disk.BlockSize*disk.BlockSize)
	pages := ebs.NewListSnapshotBlocksPaginator(client, &ebs.ListSnapshotBlocksInput{SnapshotId: aws.String(id)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		for _, b := range page.Blocks {
			out, err := client.GetSnapshotBlock(w.t.Context(), &ebs.GetSnapshotBlockInput{SnapshotId: aws.String(id), BlockIndex: b.BlockIndex, BlockToken: b.BlockToken})
			if err != nil {
				w.t.Fatal(err)
			}
			if int64(aws.ToInt32(b.BlockIndex))*disk.BlockSize >= size { // zeroes where a longer parent had data
				continue
			}
			if _, err := io.ReadFull(out.BlockData, data[int64(aws.ToInt32(b.BlockIndex))*disk.BlockSize:][:disk.BlockSize]); err != nil {
				w.t.Fatal(err)
			}
		}
	}
	return data[:size]
}

func (w *world) checkSnapshotIs(id string, d Disk) {
	w.t.Helper()
	want := make([]byte, d.Source.Size())
	if _, err := d.Source.ReadAt(want, 0); err != nil {
		w.t.Fatal(err)
	}
	if !slices.Equal(w.readBack(id, d.Source.Size()), want) {
		w.t.Fatalf("snapshot %s does not hold the disk", id)
	}
}

func TestBothMethodsMakeASnapshotOfTheDisk(t *testing.T) {
	for name, method := range map[string]func(*Options){"s3": func(*Options) {}, "ebs": byEBS} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			d := w.sparseDisk(3*mib+512, 40*mib)
			r := w.create(d, method)
			w.checkSnapshotIs(r.SnapshotID, d)
			if r.Sent > 13*mib {
				t.Errorf("sent %d bytes", r.Sent)
			}
		})
	}
}

func TestEBSNeedsNoBucket(t *testing.T) {
	w := newWorld(t)
	calls := w.counting()
	r := w.create(w.disk(1, 3*mib), byEBS)
	if r.S3URI != "" || calls.calls["S3.HeadBucket"] != 0 || calls.calls["EC2.ImportSnapshot"] != 0 {
		t.Fatalf("result %+v, calls %v", r, calls.calls)
	}
}

func TestADiskOfZeroesIsASnapshotWithoutBlocks(t *testing.T) {
	w := newWorld(t)
	d := w.sparseDisk(0, 2*mib)
	if r := w.create(d, byEBS); r.Sent != 0 {
		t.Fatalf("sent %d bytes", r.Sent)
	}
}

func TestTheMethodsShareSnapshots(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 3*mib)
	first := w.create(d, byEBS)
	second := w.create(d, func(o *Options) { o.Name += " by s3" })
	if first.SnapshotID != second.SnapshotID || second.Sent != 0 {
		t.Fatalf("snapshots %s and %s, sent %d", first.SnapshotID, second.SnapshotID, second.Sent)
	}
}

func TestAnEBSRunKilledAtAnyCallConvergesOnOneOfEach(t *testing.T) {
	for _, effect := range []bool{false, true} {
		for at := int64(1); ; at++ {
			if !killAndRerunEBS(t, at, effect) {
				if at < 10 {
					t.Fatalf("the run made %d calls only", at)
				}
				break
			}
		}
	}
}

func killAndRerunEBS(t *testing.T, at int64, effect bool) (reached bool) {
	t.Run(callName(at, effect), func(t *testing.T) {
		w := newWorld(t)
		d := w.disk(1, 3*mib)
		w.killed(at, effect)
		_, err := Create(t.Context(), d, w.options(byEBS))
		reached = errors.Is(err, errKilled)
		if err != nil && !reached {
			t.Fatalf("error is %v", err)
		}
		w.cfg = awstest.Config(t)
		r := w.create(d, byEBS)
		if tagged, _ := w.snapshots(d); len(w.images()) != 1 || len(tagged) != 1 {
			t.Errorf("%d images, %d snapshots", len(w.images()), len(tagged))
		}
		w.checkSnapshotIs(r.SnapshotID, d)
	})
	return reached
}

func TestASnapshotThatFailedIsNotUsedAgain(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	wrong := d
	wrong.Manifest.Blocks = slices.Clone(d.Manifest.Blocks[:1])
	first := startOnly(t, w, wrong)
	if _, err := w.ec2().DeleteSnapshot(t.Context(), &ec2.DeleteSnapshotInput{SnapshotId: aws.String(first)}); err != nil {
		t.Fatal(err)
	}
	if r := w.create(d, byEBS); r.SnapshotID == first {
		t.Fatalf("snapshot %s, which is gone, was used", first)
	}
}

// startOnly is a run that ends behind StartSnapshot; it returns the snapshot's ID.
func startOnly(t *testing.T, w *world, d Disk) string {
	t.Helper()
	plain := w.cfg
	w.stopAt("EBS.PutSnapshotBlock")
	if _, err := Create(t.Context(), d, w.options(byEBS)); !errors.Is(err, errKilled) {
		t.Fatalf("error is %v", err)
	}
	w.cfg = plain
	tagged, _ := w.snapshots(d)
	if len(tagged) != 1 {
		t.Fatalf("%d snapshots", len(tagged))
	}
	return aws.ToString(tagged[0].SnapshotId)
}

func TestADiskThatChangedIsRefusedByItsHashes(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 3*mib)
	d.Source = w.disk(2, 3*mib).Source
	if _, err := Create(t.Context(), d, w.options(byEBS)); err == nil {
		t.Fatal("it was taken")
	}
	if len(w.images()) != 0 {
		t.Fatal("an image was registered")
	}
}

// checkingEBS verifies each block's hash as it is sent.
type checkingEBS struct {
	EBS
	t *testing.T
}

func (c checkingEBS) PutSnapshotBlock(ctx context.Context, in *ebs.PutSnapshotBlockInput, o ...func(*ebs.Options)) (*ebs.PutSnapshotBlockOutput, error) {
	data, err := io.ReadAll(in.BlockData)
	if err != nil {
		c.t.Error(err)
	}
	if sum := sha256.Sum256(data); base64.StdEncoding.EncodeToString(sum[:]) != aws.ToString(in.Checksum) || len(data) != disk.BlockSize {
		c.t.Errorf("block %d of %d bytes has another hash", aws.ToInt32(in.BlockIndex), len(data))
	}
	if seeker, ok := in.BlockData.(io.Seeker); ok {
		if _, err := seeker.Seek(0, io.SeekStart); err != nil {
			c.t.Error(err)
		}
	}
	return c.EBS.PutSnapshotBlock(ctx, in, o...)
}

func TestTheLastBlockIsPaddedWithZeroes(t *testing.T) {
	w := newWorld(t)
	w.create(w.disk(1, mib+512), byEBS, func(o *Options) { o.Services.EBS = checkingEBS{EBS: o.Services.EBS, t: t} })
}
