package upload

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/minio/crc64nvme"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
)

// transfer is one upload under way. Each slot of completed is written by one goroutine.
type transfer struct {
	*Uploader
	session   *session
	src       Source
	zeroes    *zeroObject
	completed []completedPart
	progress  progress

	sent, copied, resumed atomic.Int64
	noCopy                atomic.Bool
}

// completedPart is a part that S3 has.
type completedPart struct {
	number int32
	length int64
	etag   string
	crc    disk.CRC64NVME
	sha256 [sha256.Size]byte // for an endpoint that knows no CRC64NVME
}

func (t *transfer) stats() Stats {
	return Stats{Sent: t.sent.Load(), Copied: t.copied.Load(), Resumed: t.resumed.Load()}
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

// sum reads the part for its checksums: the CRC64NVME of all parts tells whether the
// disk is still the one that was described.
func (t *transfer) sum(p part.Part) (done completedPart, err error) {
	done.number, done.length = p.Number, p.Length
	if done.crc, err = checksum(t.src, p); err == nil && t.composite {
		done.sha256, err = sha256Of(t.src, p)
	}
	return done, err
}

// isThere reports whether S3 has this very part already.
func (t *transfer) isThere(p *completedPart) bool {
	there, ok := t.session.parts[p.number]
	p.etag = there.etag
	return ok && there.size == p.length && (t.composite && there.sha256 == encode(p.sha256) || !t.composite && there.crc == p.crc.String())
}

// bring copies or sends a part and returns the counter of its bytes.
func (t *transfer) bring(ctx context.Context, p part.Part, done *completedPart) (*atomic.Int64, error) {
	if p.Zero && !t.noCopy.Load() {
		err := t.copyZeroes(ctx, p, done)
		if err == nil {
			return &t.copied, nil
		}
		if !refused(err) {
			return nil, err
		}
		if !t.noCopy.Swap(true) {
			t.warn("zeroes are sent, because copying them inside S3 was refused: %v", awserr.Explain(err))
		}
	}
	if p.Zero {
		t.progress.report(0, p.Length)
	}
	return &t.sent, t.send(ctx, io.NewSectionReader(whole{t.src}, p.Offset, p.Length), done)
}

// refused tells an answer that will not change from trouble on the way.
func refused(err error) bool {
	status := awserr.Status(err)
	return errors.Is(err, errWrongCopy) || status >= 400 && status < 500 && !isGone(err) || awserr.NotChecked(err)
}

// send sends the part. Its checksum goes in a header, so that the SDK computes none.
func (t *transfer) send(ctx context.Context, content io.ReadSeeker, done *completedPart) error {
	body := t.progress.reader(content)
	in := &s3.UploadPartInput{
		Bucket:            aws.String(t.Bucket),
		Key:               aws.String(t.Key),
		UploadId:          aws.String(t.session.id),
		PartNumber:        aws.Int32(done.number),
		ContentLength:     aws.Int64(done.length),
		ChecksumCRC64NVME: aws.String(done.crc.String()),
		Body:              body,
	}
	if t.composite {
		in.ChecksumCRC64NVME, in.ChecksumSHA256 = nil, aws.String(encode(done.sha256))
	}
	out, err := t.Client.UploadPart(ctx, in)
	if errors.Is(err, disk.ErrChanged) {
		err = disk.ErrChanged // not a connection that broke
	}
	if err != nil {
		return fmt.Errorf("send part %d of %s: %w", done.number, t.uri(), awserr.Explain(err))
	}
	body.say()
	done.etag = aws.ToString(out.ETag)
	return nil
}

// whole is a disk whose end never comes early: it is shorter then than it was.
type whole struct{ io.ReaderAt }

// ReadAt reads as [io.ReaderAt] says.
func (w whole) ReadAt(p []byte, off int64) (int, error) {
	n, err := w.ReaderAt.ReadAt(p, off)
	if n < len(p) && errors.Is(err, io.EOF) {
		err = disk.ErrChanged
	}
	return n, err
}

// chunk is how much is read at once: larger reads are no faster.
const chunk = 256 << 10

// checksum reads the part. Over zeroes it is computed without reading.
func checksum(src io.ReaderAt, p part.Part) (disk.CRC64NVME, error) {
	if p.Zero {
		return disk.CRC64NVME(0).AppendZeroes(p.Length), nil
	}
	hash := crc64nvme.New()
	n, err := io.CopyBuffer(struct{ io.Writer }{hash}, struct{ io.Reader }{io.NewSectionReader(src, p.Offset, p.Length)}, make([]byte, chunk))
	if err == nil && n < p.Length {
		err = disk.ErrChanged // it is shorter now
	}
	if err != nil {
		return 0, fmt.Errorf("read %d bytes at %d of the disk: %w", p.Length, p.Offset, err)
	}
	return disk.CRC64NVME(hash.Sum64()), nil
}
