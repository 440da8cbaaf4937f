package s3

import (
	"bytes"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func TestACopiedRangeHasItsOwnChecksumWhateverTheSourceHas(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	data := noise(8 << 20)
	for _, algorithm := range []types.ChecksumAlgorithm{
		types.ChecksumAlgorithmCrc64nvme, types.ChecksumAlgorithmCrc32, types.ChecksumAlgorithmSha256,
	} {
		t.Run(string(algorithm), func(t *testing.T) {
			_, err := c.PutObject(t.Context(), &awss3.PutObjectInput{
				Bucket: aws.String("disks"), Key: aws.String("source"),
				Body: bytes.NewReader(data), ChecksumAlgorithm: algorithm,
			})
			if err != nil {
				t.Fatal(err)
			}
			u := startUpload(t, c, "disks", "disk.raw")
			u.copyRange(1, "disks/source", "bytes=1-6000000")
			u.copyRange(2, "disks/source", "bytes=6000001-6000005")
			if _, err := u.complete(t.Context(), checksum(data[1:6000006])); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestACopyIntoAnUploadWithCompositeChecksumsHasThatChecksum(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	put(t, c, "disks", "source", noise(6<<20))
	u, err := c.CreateMultipartUpload(t.Context(), &awss3.CreateMultipartUploadInput{
		Bucket: aws.String("disks"), Key: aws.String("disk.raw"), ChecksumAlgorithm: types.ChecksumAlgorithmSha256,
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.UploadPartCopy(t.Context(), &awss3.UploadPartCopyInput{
		Bucket: aws.String("disks"), Key: aws.String("disk.raw"), UploadId: u.UploadId,
		PartNumber: aws.Int32(1), CopySource: aws.String("disks/source"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if out.CopyPartResult.ChecksumSHA256 == nil || out.CopyPartResult.ChecksumCRC64NVME != nil {
		t.Errorf("got %+v, want SHA256 alone", out.CopyPartResult)
	}
}

func TestCopyingRefusesWhatAWSRefuses(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	makeBucket(t, server, bob(), "bobs")
	c := client(server, alice())
	put(t, c, "disks", "small", noise(1000))
	put(t, c, "disks", "large", noise(6<<20))
	put(t, client(server, bob()), "bobs", "large", noise(6<<20))
	u := startUpload(t, c, "disks", "disk.raw")
	for name, x := range map[string]struct {
		source, byteRange, code string
		status                  int
		id                      *string
	}{
		"a range of a small object":    {"disks/small", "bytes=0-9", "InvalidRequest", 400, u.id},
		"a range beyond the end":       {"disks/large", "bytes=0-99999999", "InvalidArgument", 400, u.id},
		"an object that is not there":  {"disks/none", "bytes=0-9", "NoSuchKey", 404, u.id},
		"a bucket that is not there":   {"nowhere/none", "bytes=0-9", "NoSuchBucket", 404, u.id},
		"the object of another":        {"bobs/large", "bytes=0-9", "AccessDenied", 403, u.id},
		"an upload that is not there":  {"disks/large", "bytes=0-9", "NoSuchUpload", 404, aws.String("none")},
		"a path that leaves the store": {"disks/../../large", "bytes=0-9", "InvalidArgument", 400, u.id},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.UploadPartCopy(t.Context(), &awss3.UploadPartCopyInput{
				Bucket: &u.bucket, Key: &u.key, UploadId: x.id, PartNumber: aws.Int32(1),
				CopySource: &x.source, CopySourceRange: &x.byteRange,
			})
			wantCode(t, err, x.code, x.status)
		})
	}
}
