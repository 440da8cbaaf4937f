package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/disk"
)

// Name is what the name of every object of an index begins with, behind its folder.
const Name = "amikit-index-"

// Client is what is used of Amazon S3.
type Client interface {
	GetObject(context.Context, *s3.GetObjectInput, ...func(*s3.Options)) (*s3.GetObjectOutput, error)
	PutObject(context.Context, *s3.PutObjectInput, ...func(*s3.Options)) (*s3.PutObjectOutput, error)
	ListObjectsV2(context.Context, *s3.ListObjectsV2Input, ...func(*s3.Options)) (*s3.ListObjectsV2Output, error)
	DeleteObject(context.Context, *s3.DeleteObjectInput, ...func(*s3.Options)) (*s3.DeleteObjectOutput, error)
}

// Bucket keeps manifests as objects, for runs on any machine.
type Bucket struct {
	Client Client
	// Name is the bucket's.
	Name string
	// Folder is what keys begin with: empty, or ending in a slash.
	Folder string
}

// String names the place as people write it.
func (b Bucket) String() string { return "s3://" + b.Name + "/" + b.prefix() + "…" }

func (b Bucket) prefix() string { return b.Folder + Name }

// Get reads the object of the digest.
func (b Bucket) Get(ctx context.Context, of digest.Digest) (disk.Manifest, error) {
	if err := of.Validate(); err != nil {
		return disk.Manifest{}, ErrNone
	}
	out, err := b.Client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(b.Name), Key: aws.String(b.prefix() + of.Encoded())})
	if awserr.Is(err, "NoSuchKey", "NotFound") {
		return disk.Manifest{}, ErrNone
	}
	if err != nil {
		return disk.Manifest{}, awserr.Explain(err)
	}
	text, err := io.ReadAll(io.LimitReader(out.Body, maxBytes+1))
	if err := errors.Join(err, out.Body.Close()); err != nil {
		return disk.Manifest{}, err
	}
	return prove(text, of)
}

// Put writes the object and removes the oldest ones, where that is allowed.
func (b Bucket) Put(ctx context.Context, m disk.Manifest) error {
	text, of, err := form(m)
	if err != nil {
		return err
	}
	_, err = b.Client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(b.Name), Key: aws.String(b.prefix() + of.Encoded()), Body: bytes.NewReader(text)})
	if err == nil {
		err = b.prune(ctx, of)
	}
	if err != nil {
		return fmt.Errorf("keep the disk's index in %s: %w", b, awserr.Explain(err))
	}
	return nil
}

func (b Bucket) prune(ctx context.Context, but digest.Digest) error {
	out, err := b.Client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String(b.Name), Prefix: aws.String(b.prefix())})
	if err != nil {
		return passOver(err)
	}
	objects := slices.DeleteFunc(out.Contents, func(o types.Object) bool { return aws.ToString(o.Key) == b.prefix()+but.Encoded() })
	slices.SortFunc(objects, func(x, y types.Object) int { return aws.ToTime(y.LastModified).Compare(aws.ToTime(x.LastModified)) })
	for _, o := range objects[min(maxCount-1, len(objects)):] {
		if _, err := b.Client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(b.Name), Key: o.Key}); err != nil {
			return passOver(err)
		}
	}
	return nil
}

// passOver takes a denied tidying-up as done.
func passOver(err error) error {
	if awserr.NotChecked(err) {
		return nil
	}
	return err
}
