package s3

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/versity/versitygw/backend"
	"github.com/versity/versitygw/s3response"
)

// everyUpload is more than a page can hold.
const everyUpload = 1 << 30

// ListMultipartUploads pages by key and, within a key, by start; the file
// store loses the uploads of a key between two pages.
func (b *regional) ListMultipartUploads(ctx context.Context, in *s3.ListMultipartUploadsInput) (s3response.ListMultipartUploadsResult, error) {
	all, err := b.Posix.ListMultipartUploads(ctx, &s3.ListMultipartUploadsInput{
		Bucket: in.Bucket, Prefix: in.Prefix, MaxUploads: aws.Int32(everyUpload),
	})
	if err != nil {
		return all, err
	}
	rest := after(b.inOrder(*in.Bucket, all.Uploads), aws.ToString(in.KeyMarker), aws.ToString(in.UploadIdMarker))
	page, err := backend.ListMultipartUploads(rest, all.Prefix, aws.ToString(in.Delimiter), "", "", int(*in.MaxUploads))
	if err != nil {
		return all, err
	}
	all.Uploads, all.CommonPrefixes = page.Uploads, page.CommonPrefixes
	all.IsTruncated = page.IsTruncated
	all.NextKeyMarker, all.NextUploadIDMarker = page.NextKeyMarker, page.NextUploadIDMarker
	all.Delimiter, all.MaxUploads = aws.ToString(in.Delimiter), int(*in.MaxUploads)
	all.KeyMarker, all.UploadIDMarker = aws.ToString(in.KeyMarker), aws.ToString(in.UploadIdMarker)
	return all, nil
}

func (b *regional) inOrder(bucket string, uploads []s3response.Upload) []s3response.Upload {
	for i, u := range uploads {
		started, err := b.store.meta.RetrieveAttribute(nil, bucket, uploadPath(u.Key, u.UploadID), startedKey)
		if err == nil {
			_ = uploads[i].Initiated.UnmarshalText(started)
		}
	}
	slices.SortStableFunc(uploads, func(a, b s3response.Upload) int {
		if byKey := strings.Compare(a.Key, b.Key); byKey != 0 {
			return byKey
		}
		return a.Initiated.Compare(b.Initiated)
	})
	return uploads
}

// after drops what the pages before have shown.
func after(uploads []s3response.Upload, key, id string) []s3response.Upload {
	start := 0
	for i, u := range uploads {
		if u.Key < key || u.Key == key && (id == "" || u.UploadID == id) {
			start = i + 1
		}
	}
	return uploads[start:]
}
