package s3

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
)

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
	if got := get(t, c, "pictures", "a/b c+d.raw"); !bytes.Equal(got, want) {
		t.Errorf("got %d bytes, want the %d bytes that were put", len(got), len(want))
	}
	head, err := c.HeadObject(t.Context(), &awss3.HeadObjectInput{Bucket: aws.String("pictures"), Key: aws.String("a/b c+d.raw")})
	if err != nil || head.Metadata["digest"] != "sha256:1" {
		t.Errorf("metadata is %v, %v; want digest", head.Metadata, err)
	}
}

func TestAnImportReadsTheObjectInItsRegion(t *testing.T) {
	server := serve(t, Config{})
	service := server.Config.Handler.(*Service)
	makeBucket(t, server, bob().in("eu-west-1"), "disks")
	put(t, client(server, bob().in("eu-west-1")), "disks", "folder/disk.raw", noise(1000))

	f, info, err := service.Object("eu-west-1", "disks", "folder/disk.raw")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	got, err := io.ReadAll(f)
	if err != nil || !bytes.Equal(got, noise(1000)) {
		t.Errorf("read %d bytes, %v; want what was put", len(got), err)
	}
	if want := (Info{Size: 1000, Owner: bobID, Region: "eu-west-1"}); info != want {
		t.Errorf("got %+v, want %+v", info, want)
	}
}

func TestAnImportIsToldWhyItCannotRead(t *testing.T) {
	server := serve(t, Config{})
	service := server.Config.Handler.(*Service)
	makeBucket(t, server, alice(), "disks")
	put(t, client(server, alice()), "disks", "folder/disk.raw", noise(1000))
	for name, c := range map[string]struct {
		region, bucket, key string
		want                error
	}{
		"another region":        {"eu-west-1", "disks", "folder/disk.raw", ErrOtherRegion},
		"no such bucket":        {"us-east-1", "nowhere", "folder/disk.raw", ErrNoSuchBucket},
		"no such object":        {"us-east-1", "disks", "none.raw", ErrNoSuchKey},
		"an object as a folder": {"us-east-1", "disks", "folder/disk.raw/x", ErrNoSuchKey},
		"a folder":              {"us-east-1", "disks", "folder", ErrNoSuchKey},
		"a file of the store":   {"us-east-1", "disks", ".sgwtmp/multipart", ErrNoSuchKey},
		"a path out of it":      {"us-east-1", "disks", "../../metadata/disks/meta/acl", ErrNoSuchKey},
		"a bucket out of it":    {"us-east-1", "../metadata/disks", "meta/acl", ErrNoSuchBucket},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := service.Object(c.region, c.bucket, c.key)
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestAConditionOtherThanAStarIsNotImplemented(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	_, err := client(server, alice()).PutObject(t.Context(), &awss3.PutObjectInput{
		Bucket: aws.String("disks"), Key: aws.String("a"), IfNoneMatch: aws.String(`"etag"`),
	})
	wantCode(t, err, "NotImplemented", 501)
}
