package upload

import (
	"context"
	"crypto/sha256"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/disk"
)

// put puts a small object beside the key and reports whether the endpoint shows the
// checksum that it was sent.
func (u *Uploader) put(ctx context.Context, in *s3.PutObjectInput, crc disk.CRC64NVME, sum [sha256.Size]byte) (shown bool, err error) {
	in.Bucket = aws.String(u.Bucket)
	in.ChecksumCRC64NVME, in.ChecksumSHA256 = u.sums.headers(crc, sum)
	out, err := u.Client.PutObject(ctx, u.Encryption.put(in))
	if err != nil {
		return false, awserr.Explain(err)
	}
	return u.sums == crcSums && equal(out.ChecksumCRC64NVME, in.ChecksumCRC64NVME) ||
		u.sums == sha256Sums && equal(out.ChecksumSHA256, in.ChecksumSHA256), nil
}

// headers are a part's or a small object's checksums as they are sent.
func (s sums) headers(crc disk.CRC64NVME, sum [sha256.Size]byte) (crcHeader, sumHeader *string) {
	switch s {
	case crcSums:
		return aws.String(crc.String()), nil
	case sha256Sums:
		return nil, aws.String(encode(sum))
	}
	return nil, nil
}

func equal(a, b *string) bool { return aws.ToString(a) == aws.ToString(b) }
