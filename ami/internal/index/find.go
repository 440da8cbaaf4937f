package index

import (
	"context"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/ami/awserr"
)

// Kept is a manifest in a bucket.
type Kept struct {
	// Key is the object's, Of the disk's digest.
	Key string
	Of  digest.Digest
	// Written is when it was put.
	Written time.Time
}

// Find lists the manifests of a bucket under a prefix, by their names.
func Find(ctx context.Context, client Client, bucket, prefix string) (found []Kept, err error) {
	pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: aws.String(bucket), Prefix: aws.String(prefix)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list s3://%s/%s: %w", bucket, prefix, awserr.Explain(err))
		}
		for _, o := range page.Contents {
			hex, named := strings.CutPrefix(path.Base(aws.ToString(o.Key)), Name)
			of := digest.NewDigestFromEncoded(digest.SHA256, hex)
			if named && of.Validate() == nil {
				found = append(found, Kept{Key: aws.ToString(o.Key), Of: of, Written: aws.ToTime(o.LastModified)})
			}
		}
	}
	return found, nil
}

// Remove deletes the object.
func (k Kept) Remove(ctx context.Context, client Client, bucket string) error {
	_, err := client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(bucket), Key: aws.String(k.Key)})
	if err != nil {
		return fmt.Errorf("remove s3://%s/%s: %w", bucket, k.Key, awserr.Explain(err))
	}
	return nil
}
