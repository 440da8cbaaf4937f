package upload

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/part"
)

// errWrongCopy is a copied part that may be something else than zeroes.
var errWrongCopy = errors.New("the copy does not hold zeroes, or the endpoint does not say which checksum it has")

// copyZeroes copies a part from the object of zeroes.
func (t *transfer) copyZeroes(ctx context.Context, p part.Part, done *completedPart) error {
	out, err := t.Client.UploadPartCopy(ctx, &s3.UploadPartCopyInput{
		Bucket:          aws.String(t.Bucket),
		Key:             aws.String(t.Key),
		UploadId:        aws.String(t.session.id),
		PartNumber:      aws.Int32(p.Number),
		CopySource:      aws.String(copySource(t.Bucket, t.zeroes.key)),
		CopySourceRange: aws.String(fmt.Sprintf("bytes=0-%d", p.Length-1)),
	})
	if err != nil {
		return fmt.Errorf("copy part %d of %s: %w", p.Number, t.uri(), awserr.Explain(err))
	}
	if out.CopyPartResult == nil || !t.holdsZeroes(out.CopyPartResult, done) { // an answer may be empty
		return errWrongCopy
	}
	done.etag = aws.ToString(out.CopyPartResult.ETag)
	return nil
}

// holdsZeroes compares what the endpoint says of the copy. A missing CRC64NVME is no
// trouble, because that of the whole is compared; a missing SHA-256 would be one,
// because the upload can only be completed by those of all parts.
func (t *transfer) holdsZeroes(copied *types.CopyPartResult, done *completedPart) bool {
	crc := aws.ToString(copied.ChecksumCRC64NVME)
	if t.sums == sha256Sums {
		return aws.ToString(copied.ChecksumSHA256) == encode(done.sha256)
	}
	return crc == "" || crc == done.crc.String()
}

// copySource names an object as x-amz-copy-source wants it: escaped, slashes kept.
func copySource(bucket, key string) string {
	return bucket + "/" + strings.ReplaceAll(url.PathEscape(key), "%2F", "/")
}
