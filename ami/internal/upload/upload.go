// Package upload puts a sparse disk into S3 as one object: parts in parallel,
// resumed after a run that was killed, with holes copied inside S3, and believed
// only by checksums that the endpoint shows, or by reading it back.
package upload

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/amikit/amikit/disk"
)

// Uploader makes one object. All fields up to Concurrency but Data and BlockSums are required.
type Uploader struct {
	Client      Client
	Bucket, Key string
	// Content is the identity of the content; only an upload of the same one is resumed.
	Content string
	// CRC64NVME is the checksum of the whole content, which S3 verifies; [Uploader.Stream] finds it.
	CRC64NVME disk.CRC64NVME
	// Data is where the content is not all zero, the same for each file that holds
	// it; nil where only the source's extents are known.
	Data []disk.Extent
	// BlockSums are those of the source; without them each part is read for its
	// checksum before it is sent.
	BlockSums *disk.Sums
	// Metadata is put on the object.
	Metadata map[string]string
	// Encryption is that of the object and of what lies beside it.
	Encryption Encryption
	// PartSize is the length to aim at for parts with data, in bytes.
	PartSize int64
	// Concurrency is how many parts with data are under way at once, and how many
	// with zeroes beside them. A part streams from the source: memory does not
	// depend on its size.
	Concurrency int
	// RetryDelay is the time before the start of an upload is tried again.
	RetryDelay time.Duration
	// NewOnly keeps an object that came to the key while the upload was under way:
	// the upload then ends with [ErrGone].
	NewOnly bool
	// OnProgress is told the bytes that this upload has sent and how many it has to
	// send: neither those that are there already nor those that are copied. It may
	// be called by several goroutines at once. Warn is told what did not work and was got around.
	OnProgress func(done, total int64)
	Warn       func(message string)

	sums     sums // what the endpoint keeps; known once there is a marker
	copyOnly bool // zeroes that may not be copied end the upload
	again    bool // an earlier run left the marker
}

// Stats count an upload's bytes.
type Stats struct {
	// Sent travelled, Copied were copied inside S3, Resumed were there already.
	Sent, Copied, Resumed int64
	// ETag is that of the object, once it is complete and was compared.
	ETag string
}

// ErrGone is an upload that somebody completed or aborted while it was under way,
// or whose key was taken then: look at the object again.
var ErrGone = errors.New("the multipart upload is gone, or its key is taken")

// ErrCorrupt is an endpoint that stored something else.
var ErrCorrupt = errors.New("the object was uploaded, and it is not what was sent")

// Upload makes the object. It goes on with an upload of the same content that
// an earlier run left, and sends only parts that differ.
func (u *Uploader) Upload(ctx context.Context, src Source) (Stats, error) {
	session, err := u.open(ctx)
	if err != nil {
		return Stats{}, err
	}
	l, err := u.plan(ctx, src)
	if err != nil {
		return Stats{}, err
	}
	return u.upload(ctx, session, src, l)
}

// upload makes the object by the plan, in an upload that is to be started where
// there is none.
func (u *Uploader) upload(ctx context.Context, session *session, src Source, l layout) (Stats, error) {
	t, err := u.begin(ctx, session, l.labels(u.PartSize), toSend(l.parts))
	if err != nil {
		return Stats{}, err
	}
	t.src, t.zeroes, t.sumsOfZeroes = src, l.zeroes, u.sumZeroes(l.parts)
	err = t.all(ctx, l.parts)
	if err == nil && t.content().crc != u.CRC64NVME {
		err = fmt.Errorf("%s is not completed: %w", u.uri(), disk.ErrChanged)
	}
	return t.finish(ctx, err)
}

// begin starts the upload where there is none.
func (u *Uploader) begin(ctx context.Context, s *session, labels map[string]string, total int64) (*transfer, error) {
	if s == nil {
		var err error
		if s, err = u.start(ctx, labels); err != nil {
			return nil, err
		}
	}
	t := &transfer{Uploader: u, session: s, progress: progress{tell: u.OnProgress}}
	t.progress.total.Store(total)
	return t, nil
}

// finish completes the upload whose parts are there, unless they failed.
func (t *transfer) finish(ctx context.Context, err error) (Stats, error) {
	etag := ""
	if err == nil {
		etag, err = t.complete(ctx)
	}
	stats := Stats{Sent: t.sent.Load(), Copied: t.copied.Load(), Resumed: t.resumed.Load(), ETag: etag}
	if err != nil {
		return stats, gone(err)
	}
	return stats, t.settle(ctx, t.session)
}

// settle ends what led to a complete upload. The marker stays where it still leads
// to others.
func (u *Uploader) settle(ctx context.Context, s *session) error {
	if s.lost != nil && !u.abortLost(ctx, *s.lost, s.id) {
		return nil
	}
	return u.Forget(ctx)
}

func (u *Uploader) uri() string { return "s3://" + u.Bucket + "/" + u.Key }

func (u *Uploader) warn(format string, args ...any) {
	if u.Warn != nil {
		u.Warn(fmt.Sprintf(format, args...))
	}
}
