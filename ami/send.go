package ami

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/amikit/amikit/ami/internal/pause"
	"github.com/amikit/amikit/ami/internal/upload"
)

// maxUploads is how often an upload that somebody else ended, that the service
// failed, or whose object does not appear, is taken up again.
const maxUploads = 3

// upload brings the disk into the bucket.
func (r *run) upload(ctx context.Context) error {
	if _, elsewhere := r.disk.Source.(sized); elsewhere {
		return fmt.Errorf("%s, which held a disk of the same inputs, went away; run again", r.uri())
	}
	if r.uploads > maxUploads {
		return fmt.Errorf("%s was uploaded, and S3 does not show it; look at the endpoint and at who else writes to the bucket, then run again", r.uri())
	}
	start := time.Now()
	r.info("upload", "uploading %s to %s", r.disk.File, r.uri())
	r.note("upload of", r.uri(), nil)
	stats, err := r.send(ctx)
	r.outcome.sent += stats.Sent
	r.proven, r.wrongObject = stats.ETag, r.wrongObject && err != nil
	if (errors.Is(err, upload.ErrGone) || passing(err)) && r.uploads < maxUploads {
		r.uploads++
		return r.lookAgain(ctx, err)
	}
	if err != nil {
		return err
	}
	r.uploads++
	r.done(r.uri())
	r.note("object", r.uri(), nil)
	r.outcome.uploaded(start)
	if stats.Resumed > 0 {
		r.outcome.reuse(reusedParts)
	}
	r.info("upload", "%s is complete: %d bytes sent, %d of zeroes copied inside S3, %d there already", r.uri(), stats.Sent, stats.Copied, stats.Resumed)
	return nil
}

func (r *run) send(ctx context.Context) (upload.Stats, error) {
	if r.format == VMDK {
		return r.sendPacked(ctx)
	}
	return r.uploader().Upload(ctx, r.disk.Source)
}

// lookAgain leaves the decision to the next look: another run may have made the
// object, and what is sent already is not sent again.
func (r *run) lookAgain(ctx context.Context, err error) error {
	if errors.Is(err, upload.ErrGone) {
		return nil
	}
	r.warn("upload", "%v; going on in %s", err, r.RetryDelay)
	return pause.For(ctx, r.RetryDelay)
}

func (r *run) uploader() *upload.Uploader {
	return &upload.Uploader{
		Client:      r.Services.S3,
		Bucket:      r.bucket,
		Key:         r.key,
		Content:     r.content(),
		CRC64NVME:   r.disk.CRC64NVME,
		Data:        r.disk.data(),
		BlockSums:   r.disk.Sums,
		Metadata:    r.metadata(),
		Encryption:  upload.Encryption{SSE: r.SSE, Key: r.SSEKMSKey},
		PartSize:    r.PartSize,
		Concurrency: r.Concurrency,
		RetryDelay:  r.RetryDelay,
		NewOnly:     r.onConflict != Replace,
		OnProgress:  r.uploading(),
		Warn:        func(message string) { r.warn("upload", "%s", message) },
	}
}
