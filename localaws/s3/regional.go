package s3

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/versity/versitygw/backend/posix"
)

// regionKey names the metadata of a bucket that holds its region.
const regionKey = "localaws-region"

// regional is the file store as one region's gateway sees it.
type regional struct {
	*posix.Posix
	store  *store
	region string
}

// CreateBucket remembers the region in which the bucket was created.
func (b *regional) CreateBucket(ctx context.Context, in *s3.CreateBucketInput, acl []byte) error {
	if err := b.Posix.CreateBucket(ctx, in, acl); err != nil {
		return err
	}
	return b.store.meta.StoreAttribute(nil, *in.Bucket, "", regionKey, []byte(b.region))
}
