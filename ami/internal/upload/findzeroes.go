package upload

import (
	"context"
	"fmt"
	"path"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/ami/awserr"
)

// Zeroes is an object of zeroes, which later uploads copy their holes from. One that
// goes away while it is used is made again, or its zeroes are sent.
type Zeroes struct {
	// Key is the object's key.
	Key string
	// Made is when it was put.
	Made time.Time
}

// FindZeroes lists the objects of zeroes of a bucket under a prefix: by their names
// and sizes, which have to agree.
func FindZeroes(ctx context.Context, client Collector, bucket, prefix string) ([]Zeroes, error) {
	var found []Zeroes
	for o, err := range objects(ctx, client, bucket, prefix) {
		if err != nil {
			return nil, err
		}
		key, size := aws.ToString(o.Key), aws.ToInt64(o.Size)
		if size > 0 && path.Base(key) == zeroName(size) {
			found = append(found, Zeroes{Key: key, Made: aws.ToTime(o.LastModified)})
		}
	}
	return found, nil
}

// Remove deletes the object.
func (z Zeroes) Remove(ctx context.Context, client Collector, bucket string) error {
	_, err := client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(bucket), Key: aws.String(z.Key)})
	if err != nil {
		return fmt.Errorf("remove s3://%s/%s: %w", bucket, z.Key, awserr.Explain(err))
	}
	return nil
}
