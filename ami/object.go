package ami

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/amikit/amikit/ami/internal/awserr"
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
	return toObject(out), nil
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
	return o
}
