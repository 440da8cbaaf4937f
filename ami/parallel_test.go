package ami

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"github.com/amikit/amikit/internal/awstest"
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

// early answers the first completion of an upload before it makes the object, and
// shows no checksum.
type early struct {
	S3
	answered *atomic.Bool
}

func (e early) CompleteMultipartUpload(ctx context.Context, in *s3.CompleteMultipartUploadInput, o ...func(*s3.Options)) (*s3.CompleteMultipartUploadOutput, error) {
	if e.answered.CompareAndSwap(false, true) {
		return &s3.CompleteMultipartUploadOutput{}, nil
	}
	return e.S3.CompleteMultipartUpload(ctx, in, o...)
}

func TestAnObjectThatIsNotThereAfterItsCompletionIsLookedForAgain(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 3*mib)
	r := w.create(d, func(o *Options) { o.Services.S3 = early{o.Services.S3, new(atomic.Bool)} })
	if !slices.Contains(r.Reused, reusedParts) {
		t.Errorf("reused %v", r.Reused)
	}
	w.checkSnapshotIs(r.SnapshotID, d)
}

func TestAnotherDiskThatTakesTheKeyMeanwhileIsKept(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 3*mib)
	client := interceptS3(w, "S3.CompleteMultipartUpload", func() error {
		w.put(w.options().Key, "another run's disk")
		return nil
	})
	_, err := Create(t.Context(), d, w.options(func(o *Options) { o.Services.S3 = client }))
	var conflict *ConflictError
	if !errors.As(err, &conflict) || conflict.Kind != "object" {
		t.Fatalf("error is %v", err)
	}
}

func TestAnUploadThatTheServiceFailsIsTakenUpAgain(t *testing.T) {
	w := newWorld(t)
	failures := 0
	client := interceptS3(w, "S3.CompleteMultipartUpload", func() error {
		if failures++; failures > 1 {
			return nil
		}
		return &smithy.GenericAPIError{Code: "SlowDown", Message: "for this test"}
	})
	told := &events{}
	r := w.create(w.disk(1, 3*mib), func(o *Options) { o.Services.S3, o.Reporter = client, told })
	if failures != 2 || !slices.Contains(r.Reused, reusedParts) || !told.says(Warning, "for this test") {
		t.Fatalf("%d attempts, reused %v, told %v", failures, r.Reused, told.list)
	}
}

// interceptS3 is a client that does something before each such call.
func interceptS3(w *world, call string, before func() error) S3 {
	return Connect(awstest.Intercept(w.cfg, func(name string) error {
		if name == call {
			return before()
		}
		return nil
	}, nil), Endpoints{}).S3
}
