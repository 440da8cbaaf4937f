package upload

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/ami/awserr"
)

// Collector is what is used of S3 to find and remove abandoned uploads.
type Collector interface {
	Client
	ListObjectsV2(context.Context, *s3.ListObjectsV2Input, ...func(*s3.Options)) (*s3.ListObjectsV2Output, error)
}

// Abandoned is an upload that a marker leads to.
type Abandoned struct {
	// Key is the object that it was for, MarkerKey the marker's key.
	Key, MarkerKey string
	// Content is the identity of the content.
	Content string
	// Written is when the marker was written last.
	Written time.Time

	uploader *Uploader
	marker   *marker
}

// FindAbandoned lists the marked uploads of a bucket under a prefix. Uploads
// without a marker belong to others.
func FindAbandoned(ctx context.Context, client Collector, bucket, prefix string) ([]Abandoned, error) {
	var found []Abandoned
	for o, err := range objects(ctx, client, bucket, prefix) {
		if err != nil {
			return nil, err
		}
		key := aws.ToString(o.Key)
		at := strings.LastIndex(key, MarkerInfix)
		if at < 0 {
			continue
		}
		a, err := readAbandoned(ctx, client, bucket, key[:at], key)
		if err != nil {
			return nil, err
		}
		if a != nil {
			found = append(found, *a)
		}
	}
	return found, nil
}

// readAbandoned returns nil for an object that is no marker in spite of its name.
func readAbandoned(ctx context.Context, client Client, bucket, key, markerKey string) (*Abandoned, error) {
	out, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(markerKey)})
	if err != nil {
		return nil, fmt.Errorf("read s3://%s/%s: %w", bucket, markerKey, awserr.Explain(err))
	}
	text, err := io.ReadAll(io.LimitReader(out.Body, maxMarker))
	if closeErr := out.Body.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, fmt.Errorf("read s3://%s/%s: %w", bucket, markerKey, err)
	}
	m := &marker{written: aws.ToTime(out.LastModified)}
	u := &Uploader{Client: client, Bucket: bucket, Key: key}
	if json.Unmarshal(text, m) != nil {
		return nil, nil
	}
	if u.Content = m.Content; u.markerKey() != markerKey {
		return nil, nil
	}
	return &Abandoned{Key: key, MarkerKey: markerKey, Content: m.Content, Written: m.written, uploader: u, marker: m}, nil
}

// Remove aborts the upload, and those of its key that were announced and never
// named, and then removes its marker, so that a run that is
// killed between the two finds the marker again.
func (a Abandoned) Remove(ctx context.Context, client Collector) error {
	if err := a.uploader.abortMarked(ctx, a.marker); err != nil {
		return err
	}
	_, err := client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(a.uploader.Bucket), Key: aws.String(a.MarkerKey)})
	if err != nil {
		return fmt.Errorf("remove s3://%s/%s: %w", a.uploader.Bucket, a.MarkerKey, awserr.Explain(err))
	}
	return nil
}

// abandon is [Abandoned.Remove] of a marker of this uploader's own.
func (u *Uploader) abandon(ctx context.Context, m *marker) error {
	if err := u.abortMarked(ctx, m); err != nil {
		return err
	}
	return u.Forget(ctx)
}

func (u *Uploader) abortMarked(ctx context.Context, m *marker) error {
	ids, err := u.marked(ctx, m)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := u.abort(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// marked are the upload that a marker names and those that it announced.
func (u *Uploader) marked(ctx context.Context, m *marker) ([]string, error) {
	since := m.Lost
	if m.UploadID == "" {
		since = &m.written
	}
	if since == nil {
		return []string{m.UploadID}, nil
	}
	ids, err := u.listAnnounced(ctx, *since)
	if m.UploadID != "" && !slices.Contains(ids, m.UploadID) {
		ids = append(ids, m.UploadID)
	}
	return ids, err
}
