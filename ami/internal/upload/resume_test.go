package upload

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/internal/awstest"
)

// cutAfter makes an uploader whose run ends behind so many parts.
func cutAfter(t *testing.T, u *Uploader, parts int64) (context.Context, *Uploader) {
	ctx, cancel := context.WithCancel(t.Context())
	var sent atomic.Int64
	cut := *u
	cut.Concurrency = 1
	cut.Client = newClient(awstest.Intercept(awstest.Config(t), func(name string) error {
		if name == "S3.UploadPart" && sent.Add(1) > parts {
			cancel()
			return context.Canceled
		}
		return nil
	}, nil))
	return ctx, &cut
}

func TestASecondRunSendsOnlyWhatIsMissing(t *testing.T) {
	s, bucket := oneExtent(1, 160*mib, 160*mib), awstest.Bucket(t)
	u := newUploader(t, bucket, s)
	ctx, cut := cutAfter(t, u, 6)
	if _, err := cut.Upload(ctx, s); !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v", err)
	}
	stats, err := u.Upload(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if stats.Resumed != 96*mib || stats.Sent != 64*mib {
		t.Fatalf("sent %d MiB, resumed %d MiB", stats.Sent/mib, stats.Resumed/mib)
	}
	verify(t, bucket, s)
}

func TestAnUploadOfAnotherDiskIsNotAdopted(t *testing.T) {
	first, second, bucket := oneExtent(1, 64*mib, 64*mib), oneExtent(2, 64*mib, 64*mib), awstest.Bucket(t)
	ctx, cut := cutAfter(t, newUploader(t, bucket, first), 2)
	if _, err := cut.Upload(ctx, first); err == nil {
		t.Fatal("the first run was not cut")
	}
	stats, err := newUploader(t, bucket, second).Upload(t.Context(), second)
	if err != nil || stats.Resumed != 0 {
		t.Fatalf("resumed %d bytes, %v", stats.Resumed, err)
	}
	verify(t, bucket, second)
	if _, uploads := left(t, bucket); uploads != 1 {
		t.Fatalf("%d uploads are open, want that of the first disk", uploads)
	}
}

func TestAPartThatDiffersIsSentAgain(t *testing.T) {
	s, bucket := oneExtent(1, 32*mib, 32*mib), awstest.Bucket(t)
	u := newUploader(t, bucket, s)
	session, err := u.open(t.Context())
	if err != nil || session != nil {
		t.Fatalf("opened %v, %v", session, err)
	}
	wrong, err := u.begin(t.Context(), nil, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	wrong.src = oneExtent(9, 32*mib, 32*mib)
	if _, err := wrong.one(t.Context(), part.Part{Number: 1, Length: 16 * mib}); err != nil {
		t.Fatal(err)
	}
	stats, err := u.Upload(t.Context(), s)
	if err != nil || stats.Sent != 32*mib {
		t.Fatalf("sent %d bytes, %v", stats.Sent, err)
	}
	verify(t, bucket, s)
}

func TestAnAnnouncedUploadIsFoundWithoutItsName(t *testing.T) {
	s, bucket := oneExtent(1, 8*mib, 8*mib), awstest.Bucket(t)
	u := newUploader(t, bucket, s)
	if err := u.announce(t.Context()); err != nil {
		t.Fatal(err)
	}
	id, err := u.create(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	session, err := u.open(t.Context())
	if err != nil || session == nil || session.id != id {
		t.Fatalf("opened %v, %v, want %s", session, err, id)
	}
}

func TestUploadsOfOthersAreLeftAlone(t *testing.T) {
	s, bucket := oneExtent(1, 8*mib, 8*mib), awstest.Bucket(t)
	foreign, err := awstest.S3(awstest.Config(t)).CreateMultipartUpload(t.Context(), &s3.CreateMultipartUploadInput{Bucket: aws.String(bucket), Key: aws.String("images/disk.raw")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newUploader(t, bucket, s).Upload(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if _, err := awstest.S3(awstest.Config(t)).ListParts(t.Context(), &s3.ListPartsInput{Bucket: aws.String(bucket), Key: aws.String("images/disk.raw"), UploadId: foreign.UploadId}); err != nil {
		t.Fatalf("the foreign upload is gone: %v", err)
	}
}
