package s3

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
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
// store would take any object under the key for its result. As on AWS, an
// upload with checksums and gaps between its parts ends in an internal error. Of calls
// at the same time each is answered when the object is there; the file store would
// answer the second one at once.
func (b *regional) CompleteMultipartUpload(ctx context.Context, in *s3.CompleteMultipartUploadInput) (s3response.CompleteMultipartUploadResult, string, error) {
	done, err := b.store.completing.take(ctx, *in.UploadId)
	if err != nil {
		return s3response.CompleteMultipartUploadResult{}, "", err
	}
	defer done()
	if !b.store.knows(*in.Bucket, *in.Key, *in.UploadId) {
		return s3response.CompleteMultipartUploadResult{}, "", s3err.GetNoSuchUploadErr(*in.UploadId)
	}
	u := &part{store: b.store, bucket: *in.Bucket, upload: uploadPath(*in.Key, *in.UploadId)}
	if algorithm, err := u.algorithm(); err != nil || algorithm != "" && hasGaps(in.MultipartUpload) {
		return s3response.CompleteMultipartUploadResult{}, "", s3err.GetAPIError(s3err.ErrInternalError)
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

// hasGaps is true unless the parts are numbered 1, 2, 3 and so on. What is in
// the wrong order is refused elsewhere.
func hasGaps(parts *types.CompletedMultipartUpload) bool {
	if parts == nil {
		return false
	}
	last := int32(len(parts.Parts))
	return slices.ContainsFunc(parts.Parts, func(p types.CompletedPart) bool { return aws.ToInt32(p.PartNumber) > last })
}
