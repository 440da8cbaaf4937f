package upload

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/minio/crc64nvme"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/disk"
)

// marker is a small object beside the key that says which content an open upload
// is for: uploads have no tags, and their metadata cannot be read.
type marker struct {
	// Content is the identity of the content.
	Content string `json:"content"`
	// UploadID is empty until the upload is started.
	UploadID string `json:"uploadID,omitempty"`
	// Sums are the checksums of the upload's parts.
	Sums sums `json:"sums,omitempty"`
	// Lost is when uploads of the key may have been started that nobody could name.
	Lost *time.Time `json:"lost,omitempty"`

	written time.Time // by S3's clock
}

// maxMarker is more than any marker takes.
const maxMarker = 4096

// MarkerInfix stands between an object's key and the content in the key of a marker.
const MarkerInfix = ".amikit-upload-"

// markerKey is another one for each content, so that two disks under one key do
// not hide each other's uploads.
func (u *Uploader) markerKey() string {
	_, hex, _ := strings.Cut(u.Content, ":")
	return u.Key + MarkerInfix + hex[:min(16, len(hex))]
}

// readMarker returns nil where there is no marker of this content.
func (u *Uploader) readMarker(ctx context.Context) (*marker, error) {
	out, err := u.Client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(u.Bucket), Key: aws.String(u.markerKey())})
	if awserr.Is(err, "NoSuchKey", "NotFound") || awserr.NotChecked(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the marker of %s: %w", u.uri(), awserr.Explain(err))
	}
	text, err := io.ReadAll(io.LimitReader(out.Body, maxMarker))
	if closeErr := out.Body.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, fmt.Errorf("read the marker of %s: %w", u.uri(), err)
	}
	m := &marker{written: aws.ToTime(out.LastModified)}
	if json.Unmarshal(text, m) != nil || m.Content != u.Content {
		return nil, nil // not ours, or of no use
	}
	return m, nil
}

// putMarker writes the marker and reports whether the endpoint shows its checksum.
func (u *Uploader) putMarker(ctx context.Context, m marker) (shown bool, err error) {
	m.Content, m.Sums = u.Content, u.sums
	text, err := json.Marshal(m)
	if err != nil {
		return false, fmt.Errorf("write the marker of %s: %w", u.uri(), err)
	}
	shown, err = u.put(ctx, &s3.PutObjectInput{
		Key:         aws.String(u.markerKey()),
		ContentType: aws.String("application/json"),
		Body:        bytes.NewReader(text),
	}, disk.CRC64NVME(crc64nvme.Checksum(text)), sha256.Sum256(text))
	if err != nil {
		return false, fmt.Errorf("write the marker of %s: %w", u.uri(), err)
	}
	return shown, nil
}

// Forget removes the marker of an upload that is complete. Without the right to
// delete, it stays and does no harm.
func (u *Uploader) Forget(ctx context.Context) error {
	_, err := u.Client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(u.Bucket), Key: aws.String(u.markerKey())})
	if err != nil && !awserr.NotChecked(err) && !awserr.Is(err, "NoSuchKey") {
		return fmt.Errorf("remove the marker of %s: %w", u.uri(), awserr.Explain(err))
	}
	return nil
}
