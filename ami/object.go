package ami

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/amikit/amikit/ami/awserr"
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
	o.wrong = r.wrongObject
	r.unpack(ctx, o)
	return o, r.prove(ctx, o, out)
}

// prove gives an object that shows no CRC64NVME the disk's own one, where it says
// that it is the disk, and is.
func (r *run) prove(ctx context.Context, o *object, head *s3.HeadObjectOutput) error {
	_, elsewhere := r.disk.Source.(sized)
	claims := o.metadata[metaDisk] == r.id.disk.String() && o.size == r.disk.Source.Size()
	if o.crc != "" || !claims || elsewhere || r.format == VMDK {
		return nil
	}
	if o.etag == "" || r.proven != o.etag {
		r.info("upload", "%s shows no CRC64NVME: comparing the SHA-256 of its parts with the disk, or its bytes where it has none", r.uri())
		same, err := r.uploader().Holds(ctx, r.disk.Source, head)
		if err != nil || !same {
			return err
		}
		r.proven = o.etag
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
	r.outcome.deleted = true
	r.info("upload", "deleted %s", r.uri())
	return nil
}

func toObject(out *s3.HeadObjectOutput) *object {
	o := &object{
		size:      aws.ToInt64(out.ContentLength),
		etag:      aws.ToString(out.ETag),
		versionID: aws.ToString(out.VersionId),
		modified:  aws.ToTime(out.LastModified),
		metadata:  out.Metadata,
	}
	if out.ChecksumType != types.ChecksumTypeComposite {
		o.crc = aws.ToString(out.ChecksumCRC64NVME)
	}
	return o
}
