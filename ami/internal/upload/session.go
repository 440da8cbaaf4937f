package upload

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/amikit/amikit/ami/awserr"
)

// session is an open multipart upload and the parts that S3 has of it.
type session struct {
	id    string
	parts map[int32]remotePart
	// lost is when an upload may have been started that nobody could name.
	lost *time.Time
}

type remotePart struct {
	size              int64
	etag, crc, sha256 string
}

// open resumes the upload that a marker leads to, or returns nil behind a marker
// that announces one: then come the upload and the marker that names it. Uploads
// without a marker belong to others and are left alone.
func (u *Uploader) open(ctx context.Context) (*session, error) {
	s, err := u.find(ctx)
	if s == nil && err == nil {
		err = u.announce(ctx)
	}
	return s, err
}

// find returns the upload of the same content that a marker leads to, or nil.
func (u *Uploader) find(ctx context.Context) (*session, error) {
	m, err := u.readMarker(ctx)
	if m == nil || err != nil {
		return nil, err
	}
	u.sums, u.again = m.Sums, true
	return u.resume(ctx, m)
}

// resume returns the marked upload, or nil where it is gone or may not be looked at.
func (u *Uploader) resume(ctx context.Context, m *marker) (*session, error) {
	id := m.UploadID
	if id == "" {
		found, err := u.listAnnounced(ctx, m.written)
		if awserr.NotChecked(err) || err == nil && len(found) == 0 {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		id = found[0]
	}
	parts, err := u.listParts(ctx, id)
	switch {
	case isGone(err):
		return nil, nil
	case awserr.NotChecked(err):
		u.warn("an earlier upload of %s is not resumed: %v", u.uri(), awserr.Explain(err))
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("list the parts of %s: %w", u.uri(), awserr.Explain(err))
	}
	return &session{id: id, parts: parts, lost: m.Lost}, nil
}

// listAnnounced looks for uploads that were started after a marker announced them
// and that no marker could name.
func (u *Uploader) listAnnounced(ctx context.Context, announced time.Time) (ids []string, err error) {
	pages := s3.NewListMultipartUploadsPaginator(u.Client, &s3.ListMultipartUploadsInput{Bucket: aws.String(u.Bucket), Prefix: aws.String(u.Key)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the open uploads of %s: %w", u.uri(), awserr.Explain(err))
		}
		for _, open := range page.Uploads {
			if aws.ToString(open.Key) == u.Key && (u.sums != crcSums || open.ChecksumType == types.ChecksumTypeFullObject) && !aws.ToTime(open.Initiated).Before(announced) {
				ids = append(ids, aws.ToString(open.UploadId))
			}
		}
	}
	return ids, nil
}

func (u *Uploader) listParts(ctx context.Context, id string) (map[int32]remotePart, error) {
	parts := map[int32]remotePart{}
	pages := s3.NewListPartsPaginator(u.Client, &s3.ListPartsInput{Bucket: aws.String(u.Bucket), Key: aws.String(u.Key), UploadId: aws.String(id)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range page.Parts {
			parts[aws.ToInt32(p.PartNumber)] = remotePart{size: aws.ToInt64(p.Size), etag: aws.ToString(p.ETag), crc: aws.ToString(p.ChecksumCRC64NVME), sha256: aws.ToString(p.ChecksumSHA256)}
		}
	}
	return parts, nil
}

func isGone(err error) bool { return awserr.Is(err, "NoSuchUpload") }

// gone makes an upload recognisable that vanished, came too late, or whose parts
// another run of the same disk sent anew.
func gone(err error) error {
	if isGone(err) || awserr.Is(err, "PreconditionFailed", "ConditionalRequestConflict", "InvalidPart") {
		return fmt.Errorf("%w: %w", ErrGone, err)
	}
	return err
}
