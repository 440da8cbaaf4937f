package s3

import (
	"bytes"
	"io"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func locatedIn(region string) *types.CreateBucketConfiguration {
	return &types.CreateBucketConfiguration{LocationConstraint: types.BucketLocationConstraint(region)}
}

func TestAnObjectComesBackAsItWasPut(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "pictures")
	c := client(server, alice())
	want := bytes.Repeat([]byte("amikit"), 50_000)
	_, err := c.PutObject(t.Context(), &awss3.PutObjectInput{
		Bucket: aws.String("pictures"), Key: aws.String("a/b c+d.raw"), Body: bytes.NewReader(want),
		Metadata: map[string]string{"digest": "sha256:1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.GetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("pictures"), Key: aws.String("a/b c+d.raw")})
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(out.Body)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %d bytes, %v; want the %d bytes that were put", len(got), err, len(want))
	}
	if out.Metadata["digest"] != "sha256:1" {
		t.Errorf("metadata %v lost digest", out.Metadata)
	}
}
