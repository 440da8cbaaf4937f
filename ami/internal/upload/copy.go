package upload

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/part"
)

// errWrongCopy is a copied part with another checksum than zeroes have.
var errWrongCopy = errors.New("the copy does not hold zeroes")

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
	copied := out.CopyPartResult
	if sum := aws.ToString(copied.ChecksumCRC64NVME); sum != "" && sum != done.crc.String() {
		return errWrongCopy
	}
	done.etag = aws.ToString(copied.ETag)
	return nil
}

// copySource names an object as x-amz-copy-source wants it: escaped, slashes kept.
func copySource(bucket, key string) string {
	return bucket + "/" + strings.ReplaceAll(url.PathEscape(key), "%2F", "/")
}
