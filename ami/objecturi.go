package ami

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// objectURI names the object that holds the image's disk; empty where there is
// none under the key: the snapshot may have been there already, or the object is
// deleted. A look that fails names none.
func (r *run) objectURI(ctx context.Context, i *image) string {
	switch {
	case r.method != ByS3 || r.outcome.deleted:
		return ""
	case r.outcome.didUpload || r.outcome.didImport:
		return r.uri()
	}
	out, err := r.Services.S3.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(r.bucket), Key: aws.String(r.key), ChecksumMode: types.ChecksumModeEnabled})
	if err != nil {
		return ""
	}
	o := toObject(out)
	if o.metadata[metaDisk] == i.tags[TagDisk] || r.matches(i) && r.holds(o) {
		return r.uri()
	}
	return ""
}
