// Package upload puts a sparse disk into S3 as one object: parts in parallel,
// resumed after a run that was killed, with holes copied inside S3.
package upload

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"golang.org/x/sync/errgroup"

	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
)

// Client is what is used of S3. Payloads must not be hashed for the signature:
// each part carries its own checksum.
type Client interface {
	HeadObject(context.Context, *s3.HeadObjectInput, ...func(*s3.Options)) (*s3.HeadObjectOutput, error)
	GetObject(context.Context, *s3.GetObjectInput, ...func(*s3.Options)) (*s3.GetObjectOutput, error)
	PutObject(context.Context, *s3.PutObjectInput, ...func(*s3.Options)) (*s3.PutObjectOutput, error)
	DeleteObject(context.Context, *s3.DeleteObjectInput, ...func(*s3.Options)) (*s3.DeleteObjectOutput, error)
	CreateMultipartUpload(context.Context, *s3.CreateMultipartUploadInput, ...func(*s3.Options)) (*s3.CreateMultipartUploadOutput, error)
	UploadPart(context.Context, *s3.UploadPartInput, ...func(*s3.Options)) (*s3.UploadPartOutput, error)
	UploadPartCopy(context.Context, *s3.UploadPartCopyInput, ...func(*s3.Options)) (*s3.UploadPartCopyOutput, error)
	CompleteMultipartUpload(context.Context, *s3.CompleteMultipartUploadInput, ...func(*s3.Options)) (*s3.CompleteMultipartUploadOutput, error)
	AbortMultipartUpload(context.Context, *s3.AbortMultipartUploadInput, ...func(*s3.Options)) (*s3.AbortMultipartUploadOutput, error)
	ListMultipartUploads(context.Context, *s3.ListMultipartUploadsInput, ...func(*s3.Options)) (*s3.ListMultipartUploadsOutput, error)
	ListParts(context.Context, *s3.ListPartsInput, ...func(*s3.Options)) (*s3.ListPartsOutput, error)
}

// Source is the content to upload.
type Source interface {
	io.ReaderAt
	Size() int64
	Extents(ctx context.Context) ([]disk.Extent, error)
}

// Uploader makes one object. All fields up to Concurrency are required.
type Uploader struct {
	Client      Client
	Bucket, Key string
	// Content is the identity of the content; only an upload of the same one is resumed.
	Content string
	// CRC64NVME is the checksum of the whole content, which S3 verifies; [Uploader.Stream] finds it.
	CRC64NVME disk.CRC64NVME
	// Metadata is put on the object.
	Metadata map[string]string
	// Encryption is that of the object and of what lies beside it.
	Encryption Encryption
	// PartSize is the length to aim at for parts with data, in bytes.
	PartSize int64
	// Concurrency is how many parts are under way at once. A part streams from
	// the source: memory does not depend on its size.
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

	composite bool // the endpoint knows no CRC64NVME; set before parts are sent
}

// Stats count an upload's bytes.
type Stats struct {
	// Sent travelled, Copied were copied inside S3, Resumed were there already.
	Sent, Copied, Resumed int64
}

// ErrGone is an upload that somebody completed or aborted while it was under way,
// or whose key was taken then: look at the object again.
var ErrGone = errors.New("the multipart upload is gone, or its key is taken")

// Upload makes the object. It goes on with an upload of the same content that
// an earlier run left, and sends only parts that differ.
func (u *Uploader) Upload(ctx context.Context, src Source) (Stats, error) {
	parts, zeroes, err := u.plan(ctx, src)
	if err != nil {
		return Stats{}, err
	}
	return u.upload(ctx, src, parts, zeroes)
}

func (u *Uploader) upload(ctx context.Context, src Source, parts []part.Part, zeroes *zeroObject) (Stats, error) {
	session, err := u.open(ctx)
	if err != nil {
		return Stats{}, err
	}
	if u.composite { // parts cut at holes could not be found again
		if parts, err = u.cut(nil, src.Size(), nil); err != nil {
			return Stats{}, err
		}
	}
	t := &transfer{Uploader: u, session: session, src: src, zeroes: zeroes, progress: progress{tell: u.OnProgress}}
	t.progress.total.Store(toSend(parts))
	if err := t.all(ctx, parts); err != nil {
		return t.stats(), gone(err)
	}
	if _, crc := t.whole(); crc != u.CRC64NVME {
		return t.stats(), fmt.Errorf("%s is not completed: %w", u.uri(), disk.ErrChanged)
	}
	if err := u.complete(ctx, session.id, t.completed, src.Size(), u.CRC64NVME); err != nil {
		return t.stats(), gone(err)
	}
	return t.stats(), u.settle(ctx, session)
}

// settle ends what led to a complete upload. The marker stays where it still leads
// to others.
func (u *Uploader) settle(ctx context.Context, s *session) error {
	if s.lost != nil && !u.abortLost(ctx, *s.lost, s.id) {
		return nil
	}
	return u.Forget(ctx)
}

// plan cuts the source into parts; zeroes is the object that its holes are copied from.
func (u *Uploader) plan(ctx context.Context, src Source) ([]part.Part, *zeroObject, error) {
	extents, err := src.Extents(ctx)
	if err != nil {
		return nil, nil, err
	}
	zeroes, err := u.prepareZeroes(ctx, extents, src.Size())
	if err != nil {
		return nil, nil, err
	}
	parts, err := u.cut(extents, src.Size(), zeroes)
	return parts, zeroes, err
}

func (u *Uploader) cut(extents []disk.Extent, size int64, zeroes *zeroObject) ([]part.Part, error) {
	aim := part.Sizes{Data: u.PartSize}
	if zeroes != nil {
		aim.Zero = zeroes.size
	}
	parts, err := part.Cut(extents, size, aim, part.S3())
	if err != nil {
		return nil, fmt.Errorf("cut %s into parts: %w", u.uri(), err)
	}
	return parts, nil
}

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

func (u *Uploader) uri() string { return "s3://" + u.Bucket + "/" + u.Key }

func (u *Uploader) warn(format string, args ...any) {
	if u.Warn != nil {
		u.Warn(fmt.Sprintf(format, args...))
	}
}
