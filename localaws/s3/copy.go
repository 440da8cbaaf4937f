package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/versity/versitygw/backend"
	"github.com/versity/versitygw/s3err"
	"github.com/versity/versitygw/s3response"
)

// minRangeSource is the size that an object must exceed for a part of it to be
// copied.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
const minRangeSource = 5 << 20

// UploadPartCopy makes a part of a range of an object. The file store would
// give it the checksum of the whole object, and write out each zero.
func (b *regional) UploadPartCopy(ctx context.Context, in *s3.UploadPartCopyInput) (s3response.CopyPartResult, error) {
	source, err := b.store.openSource(in)
	if err != nil {
		return s3response.CopyPartResult{}, err
	}
	defer func() { _ = source.file.Close() }()
	upload := filepath.Join(b.store.objects, *in.Bucket, uploadPath(*in.Key, *in.UploadId))
	if _, err := os.Stat(upload); errors.Is(err, fs.ErrNotExist) {
		return s3response.CopyPartResult{}, s3err.GetNoSuchUploadErr(*in.UploadId)
	}
	p := &part{store: b.store, bucket: *in.Bucket, upload: uploadPath(*in.Key, *in.UploadId), number: *in.PartNumber}
	return p.write(io.NewSectionReader(source.file, source.offset, source.length))
}

// source is what is to be copied.
type source struct {
	file           *os.File
	offset, length int64
}

func (st *store) openSource(in *s3.UploadPartCopyInput) (*source, error) {
	bucket, key, _, err := backend.ParseCopySource(*in.CopySource)
	if err != nil {
		return nil, err
	}
	if st.region(bucket) == "" {
		return nil, s3err.GetBucketErr(s3err.ErrNoSuchBucket, bucket)
	}
	if owner := aws.ToString(in.ExpectedSourceBucketOwner); owner != "" && owner != st.owner(bucket) {
		return nil, s3err.GetAPIError(s3err.ErrAccessDenied)
	}
	f, size, err := st.open(bucket, key)
	if errors.Is(err, ErrNoSuchKey) {
		return nil, s3err.GetAPIError(s3err.ErrNoSuchKey)
	}
	if err != nil {
		return nil, fmt.Errorf("open the source of a copy: %w", err)
	}
	s := &source{file: f}
	err = s.choose(size, aws.ToString(in.CopySourceRange))
	if err == nil {
		err = st.checkConditions(f, bucket, key, in)
	}
	if err != nil {
		_ = f.Close() // the gateway knows its own errors only bare
		return nil, err
	}
	return s, nil
}

// choose applies the range.
func (s *source) choose(size int64, byteRange string) (err error) {
	s.offset, s.length, err = backend.ParseCopySourceRange(size, byteRange)
	switch {
	case err != nil:
		return err
	case byteRange != "" && size <= minRangeSource:
		return invalidRequest("Specified copy source is not supported as a byte-range copy source")
	case s.length > maxCopyPart:
		return s3err.GetCopySourceObjectTooLargeErr(maxCopyPart)
	}
	s.length = min(s.length, size-s.offset)
	return nil
}

func (st *store) checkConditions(f *os.File, bucket, key string, in *s3.UploadPartCopyInput) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	etag, err := st.meta.RetrieveAttribute(f, bucket, key, etagKey)
	if err != nil {
		return fmt.Errorf("read the ETag of the source of a copy: %w", err)
	}
	return backend.EvaluatePreconditions(string(etag), info.ModTime(), backend.PreConditions{
		IfMatch:       in.CopySourceIfMatch,
		IfNoneMatch:   in.CopySourceIfNoneMatch,
		IfModSince:    in.CopySourceIfModifiedSince,
		IfUnmodeSince: in.CopySourceIfUnmodifiedSince,
	})
}

func invalidRequest(message string) error {
	return s3err.APIError{Code: "InvalidRequest", Description: message, HTTPStatusCode: http.StatusBadRequest}
}
