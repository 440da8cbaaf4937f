package s3

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/minio/crc64nvme"
)

const partSize = 5 << 20

// upload is a multipart upload with whole-object CRC64NVME, as amikit makes it.
type upload struct {
	t           *testing.T
	client      *awss3.Client
	bucket, key string
	id          *string
	parts       []types.CompletedPart
}

func startUpload(t *testing.T, c *awss3.Client, bucket, key string) *upload {
	t.Helper()
	out, err := c.CreateMultipartUpload(t.Context(), &awss3.CreateMultipartUploadInput{
		Bucket: &bucket, Key: &key,
		ChecksumAlgorithm: types.ChecksumAlgorithmCrc64nvme,
		ChecksumType:      types.ChecksumTypeFullObject,
	})
	if err != nil {
		t.Fatal(err)
	}
	return &upload{t: t, client: c, bucket: bucket, key: key, id: out.UploadId}
}

func (u *upload) put(number int32, data []byte) {
	u.t.Helper()
	out, err := u.client.UploadPart(u.t.Context(), &awss3.UploadPartInput{
		Bucket: &u.bucket, Key: &u.key, UploadId: u.id, PartNumber: &number,
		Body: bytes.NewReader(data), ChecksumCRC64NVME: checksum(data),
	})
	if err != nil {
		u.t.Fatalf("upload part %d: %v", number, err)
	}
	u.parts = append(u.parts, types.CompletedPart{
		PartNumber: &number, ETag: out.ETag, ChecksumCRC64NVME: out.ChecksumCRC64NVME,
	})
}

func (u *upload) copyRange(number int32, source, byteRange string) {
	u.t.Helper()
	out, err := u.client.UploadPartCopy(u.t.Context(), &awss3.UploadPartCopyInput{
		Bucket: &u.bucket, Key: &u.key, UploadId: u.id, PartNumber: &number,
		CopySource: &source, CopySourceRange: &byteRange,
	})
	if err != nil {
		u.t.Fatalf("copy part %d: %v", number, err)
	}
	u.parts = append(u.parts, types.CompletedPart{
		PartNumber: &number, ETag: out.CopyPartResult.ETag,
		ChecksumCRC64NVME: out.CopyPartResult.ChecksumCRC64NVME,
	})
}

func (u *upload) complete(ctx context.Context, sum *string) (*awss3.CompleteMultipartUploadOutput, error) {
	return u.client.CompleteMultipartUpload(ctx, &awss3.CompleteMultipartUploadInput{
		Bucket: &u.bucket, Key: &u.key, UploadId: u.id,
		ChecksumCRC64NVME: sum, ChecksumType: types.ChecksumTypeFullObject,
		MultipartUpload: &types.CompletedMultipartUpload{Parts: u.parts},
	})
}

func checksum(data []byte) *string {
	sum := binary.BigEndian.AppendUint64(nil, crc64nvme.Checksum(data))
	return aws.String(base64.StdEncoding.EncodeToString(sum))
}

func noise(n int) []byte {
	data := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(data)
	return data
}

func TestAMultipartUploadTakesHolesFromAZeroObject(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	put(t, c, "disks", "zero", make([]byte, 2*partSize))
	data := noise(partSize + 1000)
	u := startUpload(t, c, "disks", "disk.raw")
	u.put(1, data[:partSize])
	u.copyRange(2, "disks/zero", "bytes=1024-8389631")
	u.put(3, data[partSize:])

	want := bytes.Join([][]byte{data[:partSize], make([]byte, 8<<20), data[partSize:]}, nil)
	out, err := u.complete(t.Context(), checksum(want))
	if err != nil {
		t.Fatal(err)
	}
	if got := aws.ToString(out.ChecksumCRC64NVME); got != *checksum(want) {
		t.Errorf("checksum of the object is %s, want %s", got, *checksum(want))
	}
	if got := get(t, c, "disks", "disk.raw"); !bytes.Equal(got, want) {
		t.Error("the object differs from what was uploaded")
	}
}

func TestAWholeObjectChecksumThatIsWrongIsABadDigest(t *testing.T) {
	server := serve(t, Config{})
	makeBucket(t, server, alice(), "disks")
	u := startUpload(t, client(server, alice()), "disks", "disk.raw")
	u.put(1, noise(1000))
	_, err := u.complete(t.Context(), checksum(noise(999)))
	wantCode(t, err, "BadDigest", 400)
}

func put(t *testing.T, c *awss3.Client, bucket, key string, data []byte) {
	t.Helper()
	_, err := c.PutObject(t.Context(), &awss3.PutObjectInput{Bucket: &bucket, Key: &key, Body: bytes.NewReader(data)})
	if err != nil {
		t.Fatalf("put %s/%s: %v", bucket, key, err)
	}
}

func get(t *testing.T, c *awss3.Client, bucket, key string) []byte {
	t.Helper()
	out, err := c.GetObject(t.Context(), &awss3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		t.Fatalf("get %s/%s: %v", bucket, key, err)
	}
	defer func() { _ = out.Body.Close() }()
	data, err := io.ReadAll(out.Body)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
