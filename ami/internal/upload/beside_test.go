package upload

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/internal/awstest"
)

// watching looks at calls before they are made.
type watching struct {
	Client
	head func(key string) error
	put  func(ctx context.Context, key string) error
	part func(key string) error
}

func (w watching) HeadObject(ctx context.Context, in *s3.HeadObjectInput, tune ...func(*s3.Options)) (*s3.HeadObjectOutput, error) {
	if w.head != nil {
		if err := w.head(aws.ToString(in.Key)); err != nil {
			return nil, err
		}
	}
	return w.Client.HeadObject(ctx, in, tune...)
}

func (w watching) PutObject(ctx context.Context, in *s3.PutObjectInput, tune ...func(*s3.Options)) (*s3.PutObjectOutput, error) {
	if w.put != nil {
		if err := w.put(ctx, aws.ToString(in.Key)); err != nil {
			return nil, err
		}
	}
	return w.Client.PutObject(ctx, in, tune...)
}

func (w watching) UploadPart(ctx context.Context, in *s3.UploadPartInput, tune ...func(*s3.Options)) (*s3.UploadPartOutput, error) {
	if w.part != nil {
		if err := w.part(aws.ToString(in.Key)); err != nil {
			return nil, err
		}
	}
	return w.Client.UploadPart(ctx, in, tune...)
}

func isZeroes(key string) bool { return strings.Contains(key, ZeroesPrefix) }

func TestDataDoesNotWaitForTheObjectOfZeroes(t *testing.T) {
	src := oneExtent(1, 6*mib, 80*mib)
	u := newUploader(t, awstest.Bucket(t), src)
	sent := make(chan struct{})
	once := sync.OnceFunc(func() { close(sent) })
	u.Client = watching{
		Client: u.Client,
		part:   func(string) error { once(); return nil },
		put: func(ctx context.Context, key string) error {
			if !isZeroes(key) {
				return nil
			}
			select {
			case <-sent:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		},
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // only where data does wait
	defer cancel()
	if stats, err := u.Upload(ctx, src); err != nil || stats.Sent != 6*mib {
		t.Fatalf("sent %d, %v", stats.Sent, err)
	}
	verify(t, u.Bucket, src)
}

func TestZeroesAreSentWhereTheirObjectIsRefused(t *testing.T) {
	deny := func(key string) error {
		if isZeroes(key) {
			return accessDenied()
		}
		return nil
	}
	for name, refusing := range map[string]watching{
		"to be looked at": {head: deny},
		"to be made":      {put: func(_ context.Context, key string) error { return deny(key) }},
	} {
		t.Run(name, func(t *testing.T) {
			src := oneExtent(1, 6*mib, 80*mib)
			u := newUploader(t, awstest.Bucket(t), src)
			refusing.Client = u.Client
			u.Client = refusing
			var warnings []string
			u.Warn = func(message string) { warnings = append(warnings, message) }
			stats, err := u.Upload(t.Context(), src)
			if err != nil || stats.Sent != src.size || len(warnings) != 1 || !strings.Contains(warnings[0], "zeroes are sent") {
				t.Fatalf("sent %d, warnings %q, %v", stats.Sent, warnings, err)
			}
			verify(t, u.Bucket, src)
		})
	}
}

func TestTheObjectOfZeroesIsFinishedWhereAPartFails(t *testing.T) {
	src := oneExtent(1, 6*mib, 400*mib)
	u := newUploader(t, awstest.Bucket(t), src)
	u.Client = watching{Client: u.Client, part: func(string) error { return accessDenied() }}
	if _, err := u.Upload(t.Context(), src); err == nil {
		t.Fatal("an upload whose part was denied succeeded")
	}
	if there, err := u.hasZeroes(t.Context(), u.zeroObject(smallZeroes)); err != nil || !there {
		t.Errorf("the object of zeroes is there: %t, %v", there, err)
	}
	if _, uploads := left(t, u.Bucket); uploads != 1 { // the disk's own, which the next run goes on with
		t.Errorf("left %d open uploads", uploads)
	}
}
