package upload

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/disk"
)

// complete makes the object of the parts. S3 verifies size and checksum of the
// whole, so it is this content or an error.
func (u *Uploader) complete(ctx context.Context, id string, parts []completedPart, size int64, crc disk.CRC64NVME) error {
	list := make([]types.CompletedPart, len(parts))
	for i, p := range parts {
		list[i] = types.CompletedPart{PartNumber: aws.Int32(p.number), ETag: aws.String(p.etag), ChecksumCRC64NVME: aws.String(p.crc.String())}
	}
	in := &s3.CompleteMultipartUploadInput{
		Bucket:            aws.String(u.Bucket),
		Key:               aws.String(u.Key),
		UploadId:          aws.String(id),
		ChecksumCRC64NVME: aws.String(crc.String()),
		ChecksumType:      types.ChecksumTypeFullObject,
		MpuObjectSize:     aws.Int64(size),
		MultipartUpload:   &types.CompletedMultipartUpload{Parts: list},
	}
	if u.NewOnly {
		in.IfNoneMatch = aws.String("*")
	}
	if u.composite {
		return u.completeComposite(ctx, in, parts)
	}
	_, err := u.Client.CompleteMultipartUpload(ctx, in)
	if err != nil {
		return fmt.Errorf("complete the upload of %s: %w", u.uri(), awserr.Explain(err))
	}
	return nil
}
