package upload

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/pause"
)

// complete makes the object of the parts and returns its ETag. S3 verifies size and
// checksum of the whole and shows it; of another endpoint the object is looked at.
func (t *transfer) complete(ctx context.Context) (etag string, err error) {
	want := t.content()
	in := &s3.CompleteMultipartUploadInput{
		Bucket:          aws.String(t.Bucket),
		Key:             aws.String(t.Key),
		UploadId:        aws.String(t.session.id),
		MpuObjectSize:   aws.Int64(want.size),
		MultipartUpload: &types.CompletedMultipartUpload{Parts: t.list()},
	}
	if t.sums == crcSums {
		in.ChecksumCRC64NVME, in.ChecksumType = aws.String(want.crc.String()), types.ChecksumTypeFullObject
	}
	if t.NewOnly {
		in.IfNoneMatch = aws.String("*")
	}
	out, err := t.Client.CompleteMultipartUpload(ctx, in)
	if err != nil {
		return "", fmt.Errorf("complete the upload of %s: %w", t.uri(), awserr.Explain(err))
	}
	if t.sums == crcSums && equal(out.ChecksumCRC64NVME, in.ChecksumCRC64NVME) {
		return aws.ToString(out.ETag), nil
	}
	return t.compare(ctx, want)
}

func (t *transfer) list() []types.CompletedPart {
	list := make([]types.CompletedPart, len(t.completed))
	for i, p := range t.completed {
		list[i] = types.CompletedPart{PartNumber: aws.Int32(p.number), ETag: aws.String(p.etag)}
		list[i].ChecksumCRC64NVME, list[i].ChecksumSHA256 = t.sums.headers(p.crc, p.sha256)
	}
	return list
}

// content puts the parts in order and says what the object holds.
func (t *transfer) content() (c content) {
	slices.SortFunc(t.completed, func(a, b completedPart) int { return cmp.Compare(a.number, b.number) })
	sums := make([]sha256Sum, len(t.completed))
	for i, p := range t.completed {
		c.size, c.crc, sums[i] = c.size+p.length, c.crc.Append(p.crc, p.length), p.sha256
	}
	if t.sums == sha256Sums {
		c.sha256 = compose(sums)
	}
	return c
}

// compare proves the complete object, and returns its ETag.
func (t *transfer) compare(ctx context.Context, want content) (etag string, err error) {
	head, err := t.look(ctx)
	if err != nil {
		return "", err
	}
	ok, err := t.holds(ctx, t.Key, head, want)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", fmt.Errorf("%s: %w; delete it, and use another endpoint", t.uri(), ErrCorrupt)
	}
	return aws.ToString(head.ETag), nil
}

// looks is how often a complete object is looked for again.
const looks = 5

// look waits for the object: where two runs complete one upload at once, an endpoint
// may answer the second while it still puts the object together for the first.
func (t *transfer) look(ctx context.Context) (*s3.HeadObjectOutput, error) {
	for left := looks; ; left-- {
		head, err := t.head(ctx, t.Key)
		if !awserr.Is(err, "NotFound", "NoSuchKey") {
			return head, err
		}
		if left == 0 {
			return nil, fmt.Errorf("%w: %w", ErrGone, err)
		}
		if err := pause.For(ctx, t.RetryDelay); err != nil {
			return nil, err
		}
	}
}
