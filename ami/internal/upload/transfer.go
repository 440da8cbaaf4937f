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

// all brings all parts into place. Copies go beside the data and not in between:
// they take S3's time and none of the line, and what they are copied from may have
// to be made first.
func (t *transfer) all(ctx context.Context, parts []part.Part) error {
	t.completed = make([]completedPart, len(parts))
	group, untilFailed := errgroup.WithContext(ctx)
	group.Go(func() error { return t.each(untilFailed, parts, false) })
	group.Go(func() error {
		// An object of zeroes is finished even where a part fails: half of one is of
		// use to nobody until a later run finds it.
		if err := t.readyZeroes(ctx); err != nil {
			return err
		}
		return t.each(untilFailed, parts, true)
	})
	return group.Wait()
}

// each brings the parts of one kind into place.
func (t *transfer) each(ctx context.Context, parts []part.Part, zero bool) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(t.Concurrency, 1))
	for i, p := range parts {
		if p.Zero != zero {
			continue
		}
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
		t.stopCopying(copyingZeroes, err)
	}
	if p.Zero {
		t.progress.report(0, p.Length)
	}
	return &t.sent, t.send(ctx, check(io.NewSectionReader(whole{t.src}, p.Offset, p.Length), *done), done)
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
