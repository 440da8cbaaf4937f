package s3

import (
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
)

// failing is a Config in which one operation fails.
func failing(operation string, f Fault) Config {
	return Config{Fault: func(c Call) Fault {
		if c.Operation == operation {
			return f
		}
		return Fault{}
	}}
}

func slowDown() *Error {
	return &Error{Status: http.StatusServiceUnavailable, Code: "SlowDown", Message: "Please reduce your request rate."}
}

func TestARefusedCallHasNoEffect(t *testing.T) {
	server := serve(t, failing("PutObject", Fault{Refuse: slowDown()}))
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	_, err := c.PutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("disks"), Key: aws.String("a")})
	wantCode(t, err, "SlowDown", 503)
	wantObject(t, c, "a", false)
}

func TestACutConnectionComesBeforeTheEffect(t *testing.T) {
	server := serve(t, failing("PutObject", Fault{Cut: true}))
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	_, err := c.PutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("disks"), Key: aws.String("a")})
	wantNoAnswer(t, err)
	wantObject(t, c, "a", false)
}

func TestALostAnswerComesAfterTheEffect(t *testing.T) {
	server := serve(t, failing("PutObject", Fault{LoseAnswer: true}))
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	_, err := c.PutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("disks"), Key: aws.String("a")})
	wantNoAnswer(t, err)
	wantObject(t, c, "a", true)
}

func TestCompletingMayFailAfterAnswering200(t *testing.T) {
	late := &Error{Code: "InternalError", Message: "We encountered an internal error. Please try again."}
	server := serve(t, failing("CompleteMultipartUpload", Fault{LateRefuse: late}))
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	u := startUpload(t, c, "disks", "a")
	u.put(1, noise(10))
	_, err := u.complete(t.Context(), nil)
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != "InternalError" {
		t.Errorf("got %v, want InternalError", err)
	}
	wantObject(t, c, "a", false)
}

func TestASlowBodyTakesItsTime(t *testing.T) {
	server := serve(t, failing("GetObject", Fault{BytesPerSecond: 100_000}))
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	put(t, c, "disks", "a", noise(20_000))
	start := time.Now()
	get(t, c, "disks", "a")
	if took := time.Since(start); took < 200*time.Millisecond {
		t.Errorf("20 kB at 100 kB/s took %s", took)
	}
}

func wantNoAnswer(t *testing.T, err error) {
	t.Helper()
	var api smithy.APIError
	if err == nil || errors.As(err, &api) {
		t.Errorf("got %v, want a broken connection", err)
	}
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v, want the end of the connection", err)
	}
}

func wantObject(t *testing.T, c *awss3.Client, key string, want bool) {
	t.Helper()
	_, err := c.HeadObject(t.Context(), &awss3.HeadObjectInput{Bucket: aws.String("disks"), Key: &key})
	if got := err == nil; got != want {
		t.Errorf("object %s exists: %t (%v), want %t", key, got, err, want)
	}
}
