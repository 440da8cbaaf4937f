package upload

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/pause"
)

// errUnnamed is an empty answer, behind which there may be an upload.
var errUnnamed = errors.New("the answer does not name the upload")

// starts is how often the start of an upload is tried.
const starts = 5

// start starts the announced upload and names it in the marker. The SDK does not
// repeat this call, because each answer that is lost would leave an upload that
// nobody knows: the announced ones are looked for first.
func (u *Uploader) start(ctx context.Context, labels map[string]string) (*session, error) {
	var lost *time.Time
	for attempt := 1; ; attempt++ {
		id, err := u.create(ctx, labels)
		if err != nil && mayHaveWorked(err) {
			var lookErr error
			if id, lost, lookErr = u.findLost(ctx); lookErr != nil {
				return nil, fmt.Errorf("start the upload of %s: %w (and %w)", u.uri(), awserr.Explain(err), lookErr)
			}
		}
		if id != "" {
			_, err := u.putMarker(ctx, marker{UploadID: id, Lost: lost})
			return &session{id: id, lost: lost}, err
		}
		if attempt == starts || !mayHaveWorked(err) {
			return nil, fmt.Errorf("start the upload of %s: %w", u.uri(), awserr.Explain(err))
		}
		if err := pause.For(ctx, u.RetryDelay); err != nil {
			return nil, err
		}
	}
}

// create makes the upload. Only composite checksums need the labels.
func (u *Uploader) create(ctx context.Context, labels map[string]string) (string, error) {
	in := u.Encryption.create(&s3.CreateMultipartUploadInput{
		Bucket:      aws.String(u.Bucket),
		Key:         aws.String(u.Key),
		ContentType: aws.String("application/octet-stream"),
		Metadata:    u.Metadata,
	})
	switch u.sums {
	case crcSums:
		in.ChecksumAlgorithm, in.ChecksumType = types.ChecksumAlgorithmCrc64nvme, types.ChecksumTypeFullObject
	case sha256Sums:
		in.ChecksumAlgorithm = types.ChecksumAlgorithmSha256
		in.Metadata = merged(u.Metadata, labels)
	}
	out, err := u.Client.CreateMultipartUpload(ctx, in, func(o *s3.Options) { o.Retryer = aws.NopRetryer{} })
	if err == nil && aws.ToString(out.UploadId) == "" {
		err = errUnnamed
	}
	if err != nil {
		return "", err
	}
	return *out.UploadId, nil
}

func merged(a, b map[string]string) map[string]string {
	both := map[string]string{}
	maps.Copy(both, a)
	maps.Copy(both, b)
	return both
}

// mayHaveWorked reports whether the call may have had its effect all the same.
func mayHaveWorked(err error) bool {
	status := awserr.Status(err)
	return !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) && (status == 0 && awserr.Code(err) == "" || status >= 500)
}

// findLost looks for the upload of a call whose answer did not come. Where uploads
// may not be listed, it returns since when one may be there.
func (u *Uploader) findLost(ctx context.Context) (id string, lost *time.Time, err error) {
	m, err := u.readMarker(ctx)
	if err != nil || m == nil {
		return "", nil, err
	}
	ids, err := u.listAnnounced(ctx, m.written)
	switch {
	case awserr.NotChecked(err):
		return "", &m.written, nil
	case err != nil || len(ids) == 0:
		return "", nil, err
	}
	return ids[0], nil, nil
}

// abortLost ends uploads that a lost answer left beside the one that was used. It
// reports whether that is done.
func (u *Uploader) abortLost(ctx context.Context, since time.Time, except string) bool {
	ids, err := u.listAnnounced(ctx, since)
	for _, id := range slices.DeleteFunc(ids, func(id string) bool { return id == except }) {
		err = errors.Join(err, u.abort(ctx, id))
	}
	if err != nil {
		u.warn("an upload of %s may be left, which `amikit ami gc` removes: %v", u.uri(), err)
	}
	return err == nil
}

func (u *Uploader) abort(ctx context.Context, id string) error {
	_, err := u.Client.AbortMultipartUpload(ctx, &s3.AbortMultipartUploadInput{Bucket: aws.String(u.Bucket), Key: aws.String(u.Key), UploadId: aws.String(id)})
	if err != nil && !isGone(err) {
		return fmt.Errorf("abort the upload of %s: %w", u.uri(), awserr.Explain(err))
	}
	return nil
}
