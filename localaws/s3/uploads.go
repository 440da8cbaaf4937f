package s3

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/versity/versitygw/backend"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/s3err"
	"github.com/versity/versitygw/s3response"
)

const (
	// startedKey names the metadata of an upload that holds when it began; the
	// file store would take it from a directory that changes with each part.
	startedKey = "localaws-started"
	// partsKey names the file store's own record of the upload that made an
	// object.
	partsKey = "mp-metadata"
	// everyUpload is more than a page can hold.
	everyUpload = 1 << 30
)

// uploadPath is where the file store keeps an upload, below the bucket.
func uploadPath(key, id string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(posix.MetaTmpMultipartDir, hex.EncodeToString(sum[:]), id)
}

// CreateMultipartUpload remembers when the upload began.
func (b *regional) CreateMultipartUpload(ctx context.Context, in s3response.CreateMultipartUploadInput) (s3response.InitiateMultipartUploadResult, error) {
	out, err := b.Posix.CreateMultipartUpload(ctx, in)
	if err != nil {
		return out, err
	}
	now, err := time.Now().UTC().MarshalText()
	if err != nil {
		return out, err
	}
	return out, b.store.meta.StoreAttribute(nil, *in.Bucket, uploadPath(*in.Key, out.UploadId), startedKey, now)
}

// CompleteMultipartUpload refuses an upload that does not exist; the file
// store would take any object under the key for its result.
func (b *regional) CompleteMultipartUpload(ctx context.Context, in *s3.CompleteMultipartUploadInput) (s3response.CompleteMultipartUploadResult, string, error) {
	if !b.store.knows(*in.Bucket, *in.Key, *in.UploadId) {
		return s3response.CompleteMultipartUploadResult{}, "", s3err.GetNoSuchUploadErr(*in.UploadId)
	}
	return b.CompleteMultipartUploadWithCopy(ctx, in, copySparse)
}

// knows is true of an upload that is open, being completed, or already the
// object under its key.
func (st *store) knows(bucket, key, id string) bool {
	path := filepath.Join(st.objects, bucket, uploadPath(key, id))
	if _, err := os.Stat(path); err == nil {
		return true
	}
	if claimed, err := filepath.Glob(path + ".*" + inProgress); err == nil && len(claimed) > 0 {
		return true
	}
	data, err := st.meta.RetrieveAttribute(nil, bucket, key, partsKey)
	if err != nil {
		return false
	}
	made, err := backend.UnmarshalMpUploadMetadata(data, false)
	return err == nil && made.UploadID == id
}

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
