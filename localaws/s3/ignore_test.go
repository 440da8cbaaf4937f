package s3

import (
	"bytes"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func TestAChecksumThatIsIgnoredIsTakenAndNeverShown(t *testing.T) {
	server := serve(t, Config{Ignored: func(key, _ string) []string {
		return map[string][]string{"AKIAALICE": {"CRC64NVME"}}[key]
	}})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	data := noise(6 << 20)
	put, err := c.PutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("disks"), Key: aws.String("source"), Body: bytes.NewReader(data), ChecksumCRC64NVME: checksum(data)})
	if err != nil || put.ChecksumCRC64NVME != nil || put.ChecksumType != "" {
		t.Fatalf("put shows %+v, %v", put, err)
	}
	u := startUpload(t, c, "disks", "disk.raw")
	u.copyRange(1, "disks/source", "bytes=0-6291455")
	listed, err := c.ListParts(t.Context(), &awss3.ListPartsInput{Bucket: aws.String("disks"), Key: aws.String("disk.raw"), UploadId: u.id})
	if err != nil || len(listed.Parts) != 1 || listed.Parts[0].ChecksumCRC64NVME != nil || listed.ChecksumAlgorithm != "" {
		t.Fatalf("the list shows %+v, %v", listed, err)
	}
	u.parts[0].ChecksumCRC64NVME = checksum(data)
	completed, err := u.complete(t.Context(), checksum(data))
	if err != nil || completed.ChecksumCRC64NVME != nil || completed.ETag == nil {
		t.Fatalf("the completion shows %+v, %v", completed, err)
	}
	head, err := c.HeadObject(t.Context(), &awss3.HeadObjectInput{Bucket: aws.String("disks"), Key: aws.String("disk.raw"), ChecksumMode: types.ChecksumModeEnabled})
	if err != nil || head.ChecksumCRC64NVME != nil || head.ChecksumType != "" || aws.ToInt64(head.ContentLength) != 6<<20 {
		t.Fatalf("the object shows %+v, %v", head, err)
	}
}

func TestOtherChecksumsAreShownBesideAnIgnoredOne(t *testing.T) {
	server := serve(t, Config{Ignored: func(string, string) []string { return []string{"CRC64NVME"} }})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	put, err := c.PutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("disks"), Key: aws.String("a"), Body: bytes.NewReader(noise(9)), ChecksumAlgorithm: types.ChecksumAlgorithmSha256})
	if err != nil || put.ChecksumSHA256 == nil {
		t.Fatalf("put shows %+v, %v", put, err)
	}
}
