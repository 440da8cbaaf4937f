package ami

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/upload"
)

// findObject returns what exactly this key holds, or nil.
func (r *run) findObject(ctx context.Context) (*object, error) {
	out, err := ask(ctx, r, func() (*s3.HeadObjectOutput, error) {
		return r.Services.S3.HeadObject(ctx, &s3.HeadObjectInput{
			Bucket:       aws.String(r.bucket),
			Key:          aws.String(r.key),
			ChecksumMode: types.ChecksumModeEnabled,
		})
	})
	if awserr.Is(err, "NotFound", "NoSuchKey") {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look at %s: %w", r.uri(), err)
	}
	o := toObject(out)
	return o, r.prove(ctx, o)
}

// prove gives an object that has a composite checksum alone the disk's own one, where
// the disk, cut as the object says that it was, has that composite too.
func (r *run) prove(ctx context.Context, o *object) error {
	_, elsewhere := r.disk.Source.(sized)
	if o.crc != "" || o.composite == "" || elsewhere || r.format == VMDK || o.size != r.disk.Source.Size() {
		return nil
	}
	if r.proven != o.composite {
		partSize, err := strconv.ParseInt(o.metadata[upload.PartSizeLabel], 10, 64)
		if err != nil || partSize <= 0 {
			return nil
		}
		r.info("upload", "%s has no CRC64NVME: comparing the SHA-256 of its parts with the disk", r.uri())
		sum, err := upload.Composite(ctx, r.disk.Source, partSize)
		if err != nil {
			return err
		}
		if sum != o.composite {
			return nil
		}
		r.proven = sum
	}
	o.crc = r.disk.CRC64NVME.String()
	return nil
}

// deleteObject removes the disk's object, and only that: what else the key may
// hold stays.
func (r *run) deleteObject(ctx context.Context) error {
	o, err := r.findObject(ctx)
	if err != nil || o == nil || !r.holds(o) {
		return err
	}
	_, err = ask(ctx, r, func() (*s3.DeleteObjectOutput, error) {
		return r.Services.S3.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(r.bucket), Key: aws.String(r.key)})
	})
	if err != nil {
		return fmt.Errorf("delete %s, of which the image is made: %w", r.uri(), err)
	}
	r.info("upload", "deleted %s", r.uri())
	return nil
}

func toObject(out *s3.HeadObjectOutput) *object {
	o := &object{
		size:      aws.ToInt64(out.ContentLength),
		etag:      aws.ToString(out.ETag),
		versionID: aws.ToString(out.VersionId),
		metadata:  out.Metadata,
	}
	if out.ChecksumType != types.ChecksumTypeComposite {
		o.crc = aws.ToString(out.ChecksumCRC64NVME)
	}
	if sum := aws.ToString(out.ChecksumSHA256); strings.Contains(sum, "-") {
		o.composite = sum
	}
	return o
}
