package s3

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/s3err"
)

// regionKey names the metadata of a bucket that holds its region.
const regionKey = "localaws-region"

// regional is the file store as one region's gateway sees it.
type regional struct {
	*posix.Posix
	store  *store
	region string
}

// CreateBucket remembers the region in which the bucket was created. In
// us-east-1 alone an owner may create a bucket twice.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
func (b *regional) CreateBucket(ctx context.Context, in *s3.CreateBucketInput, acl []byte) error {
	err := b.Posix.CreateBucket(ctx, in, acl)
	if b.region == defaultRegion && b.store.region(*in.Bucket) == defaultRegion && isOwnedByYou(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return b.store.meta.StoreAttribute(nil, *in.Bucket, "", regionKey, []byte(b.region))
}

func isOwnedByYou(err error) bool {
	var refusal s3err.S3Error
	return errors.As(err, &refusal) && refusal.BaseError().Code == "BucketAlreadyOwnedByYou"
}
