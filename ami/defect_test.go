package ami

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/disk"
)

// These tests are named by the numbers of the defects that the script had which
// amikit replaces (docs/migration.md); the others are tested where they could be.

// failing makes every import that was asked for end as AWS ends a failed one.
func failing(o *Options, message string) {
	o.Services.EC2 = fakeEC2{EC2: o.Services.EC2, describeTasks: func(_ context.Context, in *ec2.DescribeImportSnapshotTasksInput) (*ec2.DescribeImportSnapshotTasksOutput, error) {
		out := &ec2.DescribeImportSnapshotTasksOutput{}
		for _, id := range in.ImportTaskIds {
			out.ImportSnapshotTasks = append(out.ImportSnapshotTasks, types.ImportSnapshotTask{
				ImportTaskId:       aws.String(id),
				SnapshotTaskDetail: &types.SnapshotTaskDetail{Status: aws.String("deleted"), StatusMessage: aws.String(message)},
			})
		}
		return out, nil
	}}
}

func TestDefect1AFailedImportEndsTheRun(t *testing.T) {
	w := newWorld(t)
	const reason = "ClientError: Disk validation failed [Unsupported specified file format]"
	_, err := Create(t.Context(), w.disk(1, mib), w.options(func(o *Options) { failing(o, reason) }))
	var failed *ImportError
	if !errors.As(err, &failed) || failed.Status != "deleted" || !contains(err, reason) {
		t.Fatalf("error is %v", err)
	}
	if len(w.images()) != 0 {
		t.Fatal("an image was registered")
	}
}

func TestDefect1AnUnknownStatusIsAFailure(t *testing.T) {
	if err := (&task{id: "import-snap-1", status: "melted", message: "why"}).failure("importer"); err == nil || !contains(err, "melted") || !contains(err, "the role importer exists") {
		t.Fatalf("error is %v", err)
	}
}

func TestDefect5AnotherDiskUnderTheKeyIsAConflict(t *testing.T) {
	w := newWorld(t)
	w.put("images/disk.raw", "something else")
	_, err := Create(t.Context(), w.disk(1, mib), w.options())
	var conflict *ConflictError
	if !errors.As(err, &conflict) || conflict.Kind != "object" || !contains(err, "--on-conflict=replace") {
		t.Fatalf("error is %v", err)
	}
	if w.create(w.disk(1, mib), func(o *Options) { o.OnConflict = Replace }).Sent != mib {
		t.Fatal("the object was not replaced")
	}
}

func TestDefect5ALongerKeyIsNotTheObject(t *testing.T) {
	w := newWorld(t)
	w.put("images/disk.raw.old", "something else")
	if r := w.create(w.disk(1, mib)); r.Sent != mib {
		t.Fatalf("sent %d bytes", r.Sent)
	}
}

func TestDefect6AnImageIsReusedOnlyForTheSameDiskAndSettings(t *testing.T) {
	w := newWorld(t)
	w.create(w.disk(1, mib))
	for name, change := range map[string]func(*Disk){
		"another disk": func(d *Disk) { *d = w.disk(2, mib) },
		"boot mode":    func(d *Disk) { d.BootMode = disk.BootUEFIPreferred },
	} {
		d := w.disk(1, mib)
		change(&d)
		_, err := Create(t.Context(), d, w.options())
		var conflict *ConflictError
		if !errors.As(err, &conflict) || conflict.Kind != "image" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, made := w.snapshots(w.disk(1, mib)); made != 1 {
		t.Errorf("%d snapshots were made", made)
	}
}

func TestDefect6ImagesOfOthersNeverCount(t *testing.T) {
	w := newWorld(t)
	w.create(w.disk(1, mib), func(o *Options) {
		own := o.Services.EC2
		o.Services.EC2 = fakeEC2{EC2: own, describeImages: func(ctx context.Context, in *ec2.DescribeImagesInput) (*ec2.DescribeImagesOutput, error) {
			if !slices.Equal(in.Owners, []string{"self"}) {
				t.Errorf("images of %v are looked at", in.Owners)
			}
			return own.DescribeImages(ctx, in)
		}}
	})
}

func TestDefect11AnARM64DiskIsAnARM64Image(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	d.Architecture = "arm64"
	if r := w.create(d); r.Architecture != "arm64" || w.images()[0].Architecture != "arm64" {
		t.Fatalf("architecture is %s", r.Architecture)
	}
}

func TestDefect12TheObjectNeedNotStay(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	gone := func(o *Options) { o.DeleteObject = true }
	first := w.create(d, gone)
	if keys, _ := w.keys(); len(keys) != 0 {
		t.Fatalf("bucket holds %v", keys)
	}
	w.put("images/disk.raw", "something else")
	if second := w.create(d, gone); second.ImageID != first.ImageID {
		t.Fatalf("images are %s and %s", first.ImageID, second.ImageID)
	}
	if keys, _ := w.keys(); len(keys) != 1 {
		t.Fatal("an object that is not the disk was deleted")
	}
}

func TestDefect14OneRawDiskIsNeeded(t *testing.T) {
	dir := t.TempDir()
	_, err := OpenDisk(t.Context(), dir, false, nil)
	var raw *disk.RawFileError
	if !errors.As(err, &raw) {
		t.Fatalf("an empty folder: %v", err)
	}
	for _, name := range []string{"a.raw", "b.raw"} {
		if err := os.WriteFile(filepath.Join(dir, name), make([]byte, mib), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := OpenDisk(t.Context(), dir, false, nil); !errors.As(err, &raw) || !contains(err, "a.raw, b.raw") {
		t.Fatalf("two disks: %v", err)
	}
	var no *disk.NotADiskError
	if _, err := OpenDisk(t.Context(), filepath.Join(dir, "a.raw"), false, nil); !errors.As(err, &no) {
		t.Fatalf("zeroes: %v", err)
	}
}

func TestDefect15ZeroesAreNotSent(t *testing.T) {
	w := newWorld(t)
	d := w.sparseDisk(8*mib, 128*mib)
	r := w.create(d)
	if r.Sent > 9*mib {
		t.Fatalf("sent %d of %d bytes", r.Sent, r.Size)
	}
	if r.Size != 128*mib {
		t.Fatalf("size is %d", r.Size)
	}
}

// sparseDisk has random bytes at its start and a hole behind them.
func (w *world) sparseDisk(data, size int64) Disk {
	w.t.Helper()
	name := w.disk(1, data).File
	if err := os.Truncate(name, size); err != nil {
		w.t.Fatal(err)
	}
	return w.open(name)
}
