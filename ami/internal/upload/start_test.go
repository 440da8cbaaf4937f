package upload

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/internal/awstest"
)

// losing loses the answers to the first starts of uploads, which have their effect.
type losing struct{ left atomic.Int64 }

func (l *losing) Do(request *http.Request) (*http.Response, error) {
	answer, err := http.DefaultClient.Do(request)
	if err == nil && request.Method == http.MethodPost && request.URL.Query().Has("uploads") && l.left.Add(-1) >= 0 {
		return nil, errors.Join(errors.New("the connection was cut"), answer.Body.Close())
	}
	return answer, err
}

func loser(t *testing.T, bucket string, s sparse, times int64) *Uploader {
	cfg := awstest.Config(t)
	l := &losing{}
	l.left.Store(times)
	cfg.HTTPClient = l
	u := newUploader(t, bucket, s)
	u.Client, u.RetryDelay = newClient(cfg), time.Millisecond
	return u
}

func TestAnUploadWhoseStartWasNotAnsweredIsFound(t *testing.T) {
	s, bucket := oneExtent(1, 8*mib, 8*mib), awstest.Bucket(t)
	if _, err := loser(t, bucket, s, 1).Upload(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	verify(t, bucket, s)
	if keys, uploads := left(t, bucket); len(keys) != 0 || uploads != 0 {
		t.Errorf("left %v and %d open uploads", keys, uploads)
	}
}

// nameless starts an upload and does not say which, once.
type nameless struct {
	Client
	asked bool
}

func (n *nameless) CreateMultipartUpload(ctx context.Context, in *s3.CreateMultipartUploadInput, tune ...func(*s3.Options)) (*s3.CreateMultipartUploadOutput, error) {
	out, err := n.Client.CreateMultipartUpload(ctx, in, tune...)
	if err == nil && !n.asked {
		n.asked, out = true, &s3.CreateMultipartUploadOutput{}
	}
	return out, err
}

func TestAnUploadWhoseStartWasAnsweredByNothingIsFound(t *testing.T) {
	s, bucket := oneExtent(1, 8*mib, 8*mib), awstest.Bucket(t)
	u := newUploader(t, bucket, s)
	u.Client = &nameless{Client: u.Client}
	if _, err := u.Upload(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	verify(t, bucket, s)
	if keys, uploads := left(t, bucket); len(keys) != 0 || uploads != 0 {
		t.Errorf("left %v and %d open uploads", keys, uploads)
	}
}

// blind may not list uploads.
func blind(u *Uploader) *Uploader {
	u.Client = blindClient{u.Client}
	return u
}

type blindClient struct{ Client }

func (blindClient) ListMultipartUploads(context.Context, *s3.ListMultipartUploadsInput, ...func(*s3.Options)) (*s3.ListMultipartUploadsOutput, error) {
	return nil, accessDenied()
}

func TestUploadsThatNobodyCouldNameAreRemovedByTheirMarker(t *testing.T) {
	s, bucket := oneExtent(1, 8*mib, 8*mib), awstest.Bucket(t)
	if _, err := blind(loser(t, bucket, s, 2)).Upload(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	verify(t, bucket, s)
	if keys, uploads := left(t, bucket); len(keys) != 1 || uploads != 2 {
		t.Fatalf("left %v and %d open uploads, want the marker of two", keys, uploads)
	}
	client := newClient(awstest.Config(t))
	found, err := FindAbandoned(t.Context(), client, bucket, "")
	if err != nil || len(found) != 1 {
		t.Fatalf("found %v, %v", found, err)
	}
	if err := found[0].Remove(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	if keys, uploads := left(t, bucket); len(keys) != 0 || uploads != 0 {
		t.Errorf("left %v and %d open uploads", keys, uploads)
	}
}

func TestAStartThatIsRefusedIsNotTriedAgain(t *testing.T) {
	s, bucket := oneExtent(1, 8*mib, 8*mib), awstest.Bucket(t)
	u := newUploader(t, bucket, s)
	u.Client = denying(t, "CreateMultipartUpload")
	if _, err := u.Upload(t.Context(), s); err == nil {
		t.Fatal("no error")
	}
}
