package upload

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"golang.org/x/sync/errgroup"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/body"
	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
)

// transfer is one upload under way. Each slot of completed is written by one goroutine.
type transfer struct {
	*Uploader
	session      *session
	src          Source
	zeroes       *zeroObject
	sumsOfZeroes zeroSums
	completed    []completedPart
	progress     progress

	sent, copied, resumed atomic.Int64
	noCopy                atomic.Bool
}

// completedPart is a part that S3 has.
type completedPart struct {
	number int32
	length int64
	etag   string
	crc    disk.CRC64NVME
	sha256 sha256Sum // where the endpoint keeps those
}

// all brings all parts into place.
func (t *transfer) all(ctx context.Context, parts []part.Part) error {
	t.completed = make([]completedPart, len(parts))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(t.Concurrency, 1))
	for i, p := range parts {
		group.Go(func() error {
			done, err := t.one(ctx, p)
			t.completed[i] = done
			return err
		})
	}
	return group.Wait()
}

// one brings one part into place: it is there, can be copied, or is sent.
func (t *transfer) one(ctx context.Context, p part.Part) (completedPart, error) {
	if err := ctx.Err(); err != nil {
		return completedPart{}, err
	}
	done, err := t.sum(p)
	if err != nil {
		return completedPart{}, err
	}
	counter := &t.resumed
	if t.isThere(&done) {
		t.progress.spare(p)
	} else if counter, err = t.bring(ctx, p, &done); err != nil {
		return completedPart{}, err
	}
	counter.Add(p.Length)
	return done, nil
}

// isThere reports whether S3 has this very part already, by its checksum.
func (t *transfer) isThere(p *completedPart) bool {
	there, ok := t.session.parts[p.number]
	p.etag = there.etag
	return ok && there.size == p.length &&
		(t.sums == sha256Sums && there.sha256 == encode(p.sha256) || t.sums == crcSums && there.crc == p.crc.String())
}

// bring copies or sends a part and returns the counter of its bytes.
func (t *transfer) bring(ctx context.Context, p part.Part, done *completedPart) (*atomic.Int64, error) {
	if p.Zero && !t.noCopy.Load() {
		err := t.copyZeroes(ctx, p, done)
		if err == nil {
			return &t.copied, nil
		}
		if !refused(err) || t.copyOnly {
			return nil, err
		}
		if !t.noCopy.Swap(true) {
			t.warn("zeroes are sent, because copying them inside S3 was refused: %v", awserr.Explain(err))
		}
	}
	if p.Zero {
		t.progress.report(0, p.Length)
	}
	return &t.sent, t.send(ctx, check(io.NewSectionReader(whole{t.src}, p.Offset, p.Length), *done), done)
}

// refused tells an answer that will not change from trouble on the way.
func refused(err error) bool {
	status := awserr.Status(err)
	return errors.Is(err, errWrongCopy) || status >= 400 && status < 500 && !isGone(err) || awserr.NotChecked(err)
}

// send sends the part. Its checksum goes in a header, so that the SDK computes none.
func (t *transfer) send(ctx context.Context, content io.ReadSeeker, done *completedPart) error {
	data := body.New(content)
	counted := t.progress.reader(data)
	in := &s3.UploadPartInput{
		Bucket:        aws.String(t.Bucket),
		Key:           aws.String(t.Key),
		UploadId:      aws.String(t.session.id),
		PartNumber:    aws.Int32(done.number),
		ContentLength: aws.Int64(done.length),
		Body:          counted,
	}
	in.ChecksumCRC64NVME, in.ChecksumSHA256 = t.sums.headers(done.crc, done.sha256)
	out, err := t.Client.UploadPart(ctx, in)
	var unread *body.ReadError
	if err = data.Cause(err); errors.As(err, &unread) {
		return fmt.Errorf("read part %d of the disk: %w", done.number, unread)
	}
	if err != nil {
		return fmt.Errorf("send part %d of %s: %w", done.number, t.uri(), awserr.Explain(err))
	}
	counted.say()
	done.etag = aws.ToString(out.ETag)
	return nil
}
