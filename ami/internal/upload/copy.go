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

// What of zeroes may be refused.
const (
	lookingAtZeroes = "a look at the object of zeroes"
	makingZeroes    = "an object of zeroes"
	copyingZeroes   = "copying them inside S3"
)

// readyZeroes makes the object that zeroes are copied from, where it is not there.
func (t *transfer) readyZeroes(ctx context.Context) error {
	if t.zeroes == nil || t.zeroes.there {
		return nil
	}
	err := t.makeZeroes(ctx, t.zeroes)
	if err != nil && refused(err) {
		t.stopCopying(makingZeroes, err)
		return nil
	}
	return err
}

// stopCopying lets the zeroes be sent that are not copied yet, and says so once.
func (t *transfer) stopCopying(what string, err error) {
	if !t.noCopy.Swap(true) {
		t.warn("zeroes are sent, because %s was refused: %v", what, awserr.Explain(err))
	}
}

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

// refused tells an answer that will not change from trouble on the way.
func refused(err error) bool {
	status := awserr.Status(err)
	return errors.Is(err, errWrongCopy) || status >= 400 && status < 500 && !isGone(err) || awserr.NotChecked(err)
}
