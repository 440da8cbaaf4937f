package ami

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/internal/awstest"
)

// putDisk stores the disk's bytes as another writer does.
func (w *world) putDisk(key string, d Disk) {
	w.t.Helper()
	_, err := awstest.S3(w.cfg).PutObject(w.t.Context(), &s3.PutObjectInput{
		Bucket: aws.String(w.bucket), Key: aws.String(key), Body: io.NewSectionReader(d.Source, 0, d.Source.Size()),
		ChecksumCRC64NVME: aws.String(d.CRC64NVME.String()),
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// swapS3 puts a disk back before the object is looked at again, a minute after it was
// written first: times of objects are whole seconds.
type swapS3 struct {
	S3
	swapped *bool
	back    func()
}

func (s swapS3) HeadObject(ctx context.Context, in *s3.HeadObjectInput, o ...func(*s3.Options)) (*s3.HeadObjectOutput, error) {
	if !*s.swapped {
		return s.S3.HeadObject(ctx, in, o...)
	}
	s.back()
	out, err := s.S3.HeadObject(ctx, in, o...)
	if err == nil {
		out.LastModified = aws.Time(out.LastModified.Add(time.Minute))
	}
	return out, err
}

// rewriting is a run whose object another writer replaces by a disk before AWS reads
// it, and puts back before it is looked at again.
func (w *world) rewriting(d, meanwhile Disk) (*events, func(*Options)) {
	heard := &events{}
	return heard, func(o *Options) {
		swapped := false
		real := o.Services.EC2
		o.Reporter = heard
		o.Services.EC2 = fakeEC2{EC2: real, importSnapshot: func(ctx context.Context, in *ec2.ImportSnapshotInput) (*ec2.ImportSnapshotOutput, error) {
			w.putDisk(o.Key, meanwhile)
			swapped = true
			return real.ImportSnapshot(ctx, in)
		}}
		o.Services.S3 = swapS3{o.Services.S3, &swapped, func() { w.putDisk(o.Key, d) }}
	}
}

func TestAnObjectThatIsWrittenAgainDuringItsImportIsProvenByItsBlocks(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 2*mib)
	heard, rewriting := w.rewriting(d, d)
	r := w.create(d, rewriting)
	if !heard.says(Info, "was written again during its import") {
		t.Fatalf("it says %+v", heard.list)
	}
	if _, err := Verify(t.Context(), r.SnapshotID, d, w.options()); err != nil {
		t.Fatal(err)
	}
}

func TestAnObjectThatWasAnotherDiskDuringItsImportIsNoImage(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 2*mib)
	_, rewriting := w.rewriting(d, w.disk(2, 2*mib))
	_, err := Create(t.Context(), d, w.options(rewriting))
	var changed *ObjectChangedError
	if !errors.As(err, &changed) || len(w.images()) != 0 {
		t.Fatalf("error is %v", err)
	}
	r := w.create(d)
	if _, err := Verify(t.Context(), r.SnapshotID, d, w.options()); err != nil {
		t.Fatal(err)
	}
}

func TestWhatMayNotBeReadBackIsNoImageOfAnObjectThatWasWrittenAgain(t *testing.T) {
	key, cfg := awstest.NewAccount(t)
	bucket := awstest.BucketOf(t, cfg)
	w := &world{t: t, cfg: cfg, bucket: bucket, name: "image of " + bucket}
	awstest.Steer(t, http.MethodPost, "denials", map[string]any{"action": "ebs:ListSnapshotBlocks", "accessKey": key})
	d := w.disk(1, 2*mib)
	_, rewriting := w.rewriting(d, d)
	_, err := Create(t.Context(), d, w.options(rewriting))
	var changed *ObjectChangedError
	if !errors.As(err, &changed) || len(w.images()) != 0 {
		t.Fatalf("error is %v", err)
	}
	w.create(d)
}

func TestAnObjectThatIsGoneBehindItsImportNeedsNotBeThere(t *testing.T) {
	key, cfg := awstest.NewAccount(t)
	bucket := awstest.BucketOf(t, cfg)
	w := &world{t: t, cfg: cfg, bucket: bucket, name: "image of " + bucket}
	for _, denied := range []bool{false, true} {
		if denied {
			awstest.Steer(t, http.MethodPost, "denials", map[string]any{"action": "ebs:ListSnapshotBlocks", "accessKey": key})
		}
		heard, imported := &events{}, false
		w.create(w.disk(3, 2*mib), func(o *Options) {
			if denied {
				o.Encrypted = true // another snapshot
				o.Name += " encrypted"
			}
			o.Reporter = heard
			real := o.Services.EC2
			o.Services.EC2 = fakeEC2{EC2: real, importSnapshot: func(ctx context.Context, in *ec2.ImportSnapshotInput) (*ec2.ImportSnapshotOutput, error) {
				imported = true
				return real.ImportSnapshot(ctx, in)
			}}
			o.Services.S3 = interceptS3(w, "S3.HeadObject", func() error {
				if !imported {
					return nil
				}
				_, err := awstest.S3(w.cfg).DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String(w.bucket), Key: aws.String(o.Key)})
				return err
			})
		})
		if !heard.says(map[bool]Kind{false: Info, true: Warning}[denied], "is gone") {
			t.Fatalf("it says %+v", heard.list)
		}
	}
}

// leaveImport leaves the import of a run that was killed then, of an object that was
// replaced by meanwhile, where that is a disk, before AWS reads it.
func (w *world) leaveImport(d, meanwhile Disk) {
	w.t.Helper()
	ctx, kill := context.WithCancel(w.t.Context())
	o := w.options()
	real := o.Services.EC2
	o.Services.EC2 = fakeEC2{EC2: real, importSnapshot: func(ctx context.Context, in *ec2.ImportSnapshotInput) (*ec2.ImportSnapshotOutput, error) {
		if meanwhile.Source != nil {
			w.putDisk(o.Key, meanwhile)
		}
		defer kill()
		return real.ImportSnapshot(ctx, in)
	}}
	if _, err := Create(ctx, d, o); !errors.Is(err, context.Canceled) {
		w.t.Fatalf("the first run ends with %v", err)
	}
}

func TestAnImportOfAKilledRunIsProvenByItsBlocksWhereItsObjectWasWrittenAgain(t *testing.T) {
	for name, put := range map[string]byte{"by the same disk": 1, "by another one and back": 2} {
		w := newWorld(t)
		d, heard := w.disk(1, 2*mib), &events{}
		w.leaveImport(d, w.disk(put, 2*mib))
		r, err := Create(t.Context(), d, w.options(func(o *Options) {
			swapped := true
			o.Reporter, o.Services.S3 = heard, swapS3{o.Services.S3, &swapped, func() { w.putDisk(o.Key, d) }}
		}))
		if !heard.says(Info, "was written again during its import") {
			t.Fatalf("%s: it says %+v", name, heard.list)
		}
		var changed *ObjectChangedError
		if another := put != 1; another != errors.As(err, &changed) || another != (len(w.images()) == 0) {
			t.Fatalf("%s: error is %v", name, err)
		}
		if err != nil {
			r = w.create(d)
		}
		if _, err := Verify(t.Context(), r.SnapshotID, d, w.options()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

func TestAnImportOfAKilledRunIsTakenAsItIsWhereItsObjectStayed(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 2*mib)
	w.leaveImport(d, Disk{})
	calls := w.counting()
	r := w.create(d)
	if calls.calls["EC2.ImportSnapshot"]+calls.calls["EBS.ListSnapshotBlocks"] != 0 {
		t.Fatalf("calls are %v", calls.calls)
	}
	if _, err := Verify(t.Context(), r.SnapshotID, d, w.options()); err != nil {
		t.Fatal(err)
	}
}
