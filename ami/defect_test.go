package ami

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/smithy-go"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/awstest"
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
	if err := (&task{id: "import-snap-1", status: "melted", message: "why"}).failure(); err == nil || !contains(err, "melted") {
		t.Fatalf("error is %v", err)
	}
}

func TestDefect4ADeniedQueryEndsTheRunAtOnce(t *testing.T) {
	w := newWorld(t)
	asked := 0
	_, err := Create(t.Context(), w.disk(1, mib), w.options(func(o *Options) {
		o.Services.EC2 = fakeEC2{EC2: o.Services.EC2, describeImages: func(context.Context, *ec2.DescribeImagesInput) (*ec2.DescribeImagesOutput, error) {
			asked++
			return nil, &smithy.OperationError{ServiceID: "EC2", OperationName: "DescribeImages", Err: &smithy.GenericAPIError{Code: "UnauthorizedOperation", Message: "You are not authorized"}}
		}}
	}))
	var denied *DeniedError
	if !errors.As(err, &denied) || denied.Action != "ec2:DescribeImages" || asked != 1 {
		t.Fatalf("after %d queries: %v", asked, err)
	}
}

func TestDefect4AQueryThatKeepsFailingEndsTheRunWithItsError(t *testing.T) {
	w := newWorld(t)
	asked := 0
	_, err := Create(t.Context(), w.disk(1, mib), w.options(func(o *Options) {
		o.Services.EC2 = fakeEC2{EC2: o.Services.EC2, describeImages: func(context.Context, *ec2.DescribeImagesInput) (*ec2.DescribeImagesOutput, error) {
			asked++
			return nil, &smithy.GenericAPIError{Code: "RequestLimitExceeded", Message: "Request limit exceeded."}
		}}
	}))
	if err == nil || !contains(err, "RequestLimitExceeded") || asked < 3 {
		t.Fatalf("after %d queries: %v", asked, err)
	}
}

func TestDefect4AWaitHasACapAndSaysHowToGoOn(t *testing.T) {
	w := newWorld(t)
	_, err := Create(t.Context(), w.disk(1, mib), w.options(func(o *Options) {
		o.Timeout = 5 * time.Millisecond
		o.Services.EC2 = fakeEC2{EC2: o.Services.EC2, describeTasks: stuckTask}
	}))
	var late *TimeoutError
	if !errors.As(err, &late) || !contains(err, "run again") || late.Last != "active" {
		t.Fatalf("error is %v", err)
	}
}

func stuckTask(_ context.Context, in *ec2.DescribeImportSnapshotTasksInput) (*ec2.DescribeImportSnapshotTasksOutput, error) {
	out := &ec2.DescribeImportSnapshotTasksOutput{}
	for _, id := range in.ImportTaskIds {
		out.ImportSnapshotTasks = append(out.ImportSnapshotTasks, types.ImportSnapshotTask{
			ImportTaskId: aws.String(id), SnapshotTaskDetail: &types.SnapshotTaskDetail{Status: aws.String("active")},
		})
	}
	return out, nil
}

func TestDefect4AWaitEndsAtOnceWhenItIsCancelled(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	start := time.Now()
	_, err := Create(ctx, w.disk(1, mib), w.options(func(o *Options) {
		o.ImportPoll = time.Hour
		o.Services.EC2 = fakeEC2{EC2: o.Services.EC2, describeTasks: func(ctx context.Context, in *ec2.DescribeImportSnapshotTasksInput) (*ec2.DescribeImportSnapshotTasksOutput, error) {
			if len(in.ImportTaskIds) > 0 {
				time.AfterFunc(10*time.Millisecond, cancel)
			}
			return stuckTask(ctx, in)
		}}
	}))
	if !errors.Is(err, context.Canceled) || time.Since(start) > time.Minute {
		t.Fatalf("after %s: %v", time.Since(start), err)
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

// refusing makes EC2 refuse a call, dry or not.
func (w *world) refusing(name string) {
	w.cfg = awstest.Intercept(w.cfg, func(called string) error {
		if called == name {
			return &smithy.GenericAPIError{Code: "UnauthorizedOperation", Message: "You are not authorized to perform this operation."}
		}
		return nil
	}, nil)
}

func TestDefect13PermissionsAreCheckedBeforeTheUpload(t *testing.T) {
	for _, name := range []string{"EC2.ImportSnapshot", "EC2.RegisterImage"} {
		w := newWorld(t)
		w.refusing(name)
		calls := w.counting()
		_, err := Create(t.Context(), w.disk(1, mib), w.options())
		var denied *DeniedError
		if !errors.As(err, &denied) || !strings.EqualFold(denied.Action, strings.ReplaceAll(name, ".", ":")) {
			t.Errorf("%s: %v", name, err)
		}
		if calls.calls["S3.CreateMultipartUpload"] != 0 {
			t.Errorf("%s: an upload was started", name)
		}
	}
}

func TestDefect13TheBucketIsCheckedFirst(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		change func(*Options)
		says   string
	}{
		"a bucket that does not exist": {func(o *Options) { o.Bucket = "amikit-there-is-no-such-bucket" }, "does not exist"},
		"a bucket in another region": {func(o *Options) {
			cfg := w.cfg.Copy()
			cfg.Region, o.Region = "us-west-2", "us-west-2"
			o.Services = Connect(cfg, Endpoints{})
		}, "is in " + awstest.Region},
	} {
		_, err := Create(t.Context(), w.disk(1, mib), w.options(c.change))
		var bucket *BucketError
		if !errors.As(err, &bucket) || !contains(err, c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDefect14OneRawDiskIsNeeded(t *testing.T) {
	dir := t.TempDir()
	_, err := OpenDisk(t.Context(), dir, false)
	var raw *disk.RawFileError
	if !errors.As(err, &raw) {
		t.Fatalf("an empty folder: %v", err)
	}
	for _, name := range []string{"a.raw", "b.raw"} {
		if err := os.WriteFile(filepath.Join(dir, name), make([]byte, mib), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := OpenDisk(t.Context(), dir, false); !errors.As(err, &raw) || !contains(err, "a.raw, b.raw") {
		t.Fatalf("two disks: %v", err)
	}
	var no *disk.NotADiskError
	if _, err := OpenDisk(t.Context(), filepath.Join(dir, "a.raw"), false); !errors.As(err, &no) {
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
	file, err := disk.Open(name)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if err := file.Close(); err != nil {
			w.t.Error(err)
		}
	})
	return describedDisk(w.t, file)
}
