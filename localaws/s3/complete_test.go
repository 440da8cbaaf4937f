package s3

import (
	"bytes"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func TestCompletingRefusesWhatAWSRefuses(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	for name, x := range map[string]struct {
		spoil func(u *upload)
		code  string
	}{
		"a small part that is not the last": {func(u *upload) { u.put(1, noise(10)); u.put(2, noise(10)) }, "EntityTooSmall"},
		"a part with another ETag": {func(u *upload) {
			u.put(1, noise(10))
			u.parts[0].ETag = aws.String(`"other"`)
		}, "InvalidPart"},
		"a part that was not uploaded": {func(u *upload) {
			u.put(1, noise(partSize))
			part := u.parts[0]
			part.PartNumber = aws.Int32(2)
			u.parts = append(u.parts, part)
		}, "InvalidPart"},
		"parts in the wrong order": {func(u *upload) {
			u.put(2, noise(partSize))
			u.put(1, noise(partSize))
		}, "InvalidPartOrder"},
		"no part at all": {func(*upload) {}, "MalformedXML"},
	} {
		t.Run(name, func(t *testing.T) {
			u := startUpload(t, c, "disks", "disk.raw")
			u.t = t
			x.spoil(u)
			_, err := u.complete(t.Context(), nil)
			wantCode(t, err, x.code, 400)
		})
	}
}

func TestAnUploadThatWasAbortedCannotBeCompletedEvenWhereTheObjectExists(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	put(t, c, "disks", "disk.raw", []byte("an older disk"))
	u := startUpload(t, c, "disks", "disk.raw")
	u.put(1, noise(10))
	_, err := c.AbortMultipartUpload(t.Context(), &awss3.AbortMultipartUploadInput{
		Bucket: &u.bucket, Key: &u.key, UploadId: u.id,
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = u.complete(t.Context(), nil)
	wantCode(t, err, "NoSuchUpload", 404)
}

func TestCompletingASecondTimeSucceeds(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	u := startUpload(t, client(server, alice()), "disks", "disk.raw")
	u.put(1, noise(10))
	for range 2 {
		if _, err := u.complete(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCallsThatCompleteTogetherAreAnsweredWhenTheObjectIsThere looks behind each answer.
func TestCallsThatCompleteTogetherAreAnsweredWhenTheObjectIsThere(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	u := startUpload(t, client(server, alice()), "disks", "disk.raw")
	for number := range int32(4) {
		u.put(number+1, noise(partSize))
	}
	answers := make(chan error)
	for range 4 {
		go func() {
			_, err := u.complete(t.Context(), nil)
			if err == nil {
				_, err = u.client.HeadObject(t.Context(), &awss3.HeadObjectInput{Bucket: &u.bucket, Key: &u.key})
			}
			answers <- err
		}()
	}
	for range 4 {
		if err := <-answers; err != nil {
			t.Error(err)
		}
	}
}

func TestNothingIsWrittenOverAnObjectThatMustNotExist(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	put(t, c, "disks", "disk.raw", []byte("first"))
	_, err := c.PutObject(t.Context(), &awss3.PutObjectInput{
		Bucket: aws.String("disks"), Key: aws.String("disk.raw"),
		Body: bytes.NewReader([]byte("second")), IfNoneMatch: aws.String("*"),
	})
	wantCode(t, err, "PreconditionFailed", 412)
	u := startUpload(t, c, "disks", "disk.raw")
	u.put(1, noise(10))
	_, err = c.CompleteMultipartUpload(t.Context(), &awss3.CompleteMultipartUploadInput{
		Bucket: &u.bucket, Key: &u.key, UploadId: u.id, IfNoneMatch: aws.String("*"),
		MultipartUpload: &types.CompletedMultipartUpload{Parts: u.parts},
	})
	wantCode(t, err, "PreconditionFailed", 412)
}

func TestGapsBetweenPartsAreAllowedOnlyWithoutChecksums(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	u := startUpload(t, c, "disks", "disk.raw")
	u.put(1, noise(partSize))
	u.put(3, noise(10))
	_, err := u.complete(t.Context(), nil)
	wantCode(t, err, "InternalError", 500)

	plain, err := c.CreateMultipartUpload(t.Context(), &awss3.CreateMultipartUploadInput{Bucket: &u.bucket, Key: &u.key})
	if err != nil {
		t.Fatal(err)
	}
	u.id, u.parts = plain.UploadId, nil
	u.put(1, noise(partSize))
	u.put(3, noise(10))
	for i := range u.parts {
		u.parts[i].ChecksumCRC64NVME = nil
	}
	_, err = c.CompleteMultipartUpload(t.Context(), &awss3.CompleteMultipartUploadInput{
		Bucket: &u.bucket, Key: &u.key, UploadId: u.id,
		MultipartUpload: &types.CompletedMultipartUpload{Parts: u.parts},
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAnObjectPutWithoutAChecksumEndsWithCRC64NVME(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice(), func(o *awss3.Options) {
		o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
	})
	put(t, c, "disks", "a", noise(1000))
	out, err := c.HeadObject(t.Context(), &awss3.HeadObjectInput{
		Bucket: aws.String("disks"), Key: aws.String("a"), ChecksumMode: types.ChecksumModeEnabled,
	})
	if err != nil {
		t.Fatal(err)
	}
	if aws.ToString(out.ChecksumCRC64NVME) != *checksum(noise(1000)) || out.ChecksumType != types.ChecksumTypeFullObject {
		t.Errorf("got %v of type %s, want %s of type FULL_OBJECT", aws.ToString(out.ChecksumCRC64NVME), out.ChecksumType, *checksum(noise(1000)))
	}
}
