package upload

import (
	"context"
	"errors"
	"testing"

	"github.com/amikit/amikit/internal/awstest"
)

// stoppedAt makes an uploader whose run ends at a call, as if it was killed there.
func stoppedAt(t *testing.T, u *Uploader, call string) *Uploader {
	stopped := *u
	stopped.Client = newClient(awstest.Intercept(awstest.Config(t), func(name string) error {
		if name == call {
			return context.Canceled
		}
		return nil
	}, nil))
	return &stopped
}

func TestTheNextRunSettlesZeroesThatOneJoinedAndWasKilled(t *testing.T) {
	s, bucket := oneExtent(1, mib, 300*mib), awstest.Bucket(t)
	u := newUploader(t, bucket, s)
	if _, err := stoppedAt(t, u, "S3.DeleteObject").Upload(t.Context(), s); !errors.Is(err, context.Canceled) {
		t.Fatalf("the first run ends with %v", err)
	}
	if keys, _ := left(t, bucket); len(keys) != 2 {
		t.Fatalf("the first run left %q, want a marker of the disk and one of the zeroes", keys)
	}
	if _, err := u.Upload(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if keys, uploads := left(t, bucket); len(keys) != 0 || uploads != 0 {
		t.Fatalf("the second run left %q and %d uploads", keys, uploads)
	}
	verify(t, bucket, s)
}

func TestAMarkerOfZeroesThatMayNotBeRemovedStopsNoUpload(t *testing.T) {
	s, bucket := oneExtent(1, mib, 300*mib), awstest.Bucket(t)
	u := newUploader(t, bucket, s)
	if _, err := stoppedAt(t, u, "S3.DeleteObject").Upload(t.Context(), s); !errors.Is(err, context.Canceled) {
		t.Fatalf("the first run ends with %v", err)
	}
	warned := 0
	u.Warn = func(string) { warned++ }
	if _, err := stoppedAt(t, u, "S3.AbortMultipartUpload").Upload(t.Context(), s); err != nil || warned != 1 {
		t.Fatalf("it warns %d times and ends with %v", warned, err)
	}
	verify(t, bucket, s)
}
