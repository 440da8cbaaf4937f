package awstest

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go/middleware"

	"github.com/amikit/amikit/internal/awsbody"
)

// Config is the SDK's configuration of the account that tests are.
func Config(t testing.TB) aws.Config {
	t.Helper()
	if Endpoint() == "" {
		t.Fatal("the local AWS does not run: the package's TestMain must call awstest.Main")
	}
	return aws.Config{
		Region:       Region,
		BaseEndpoint: aws.String(Endpoint()),
		APIOptions:   []func(*middleware.Stack) error{awsbody.HideWriterTo},
		Credentials:  credentials.NewStaticCredentialsProvider(AccessKeyID, SecretAccessKey, ""),
	}
}

// Intercept calls before ahead of each call to AWS with its name, such as
// "EC2.RegisterImage"; an error of it is the call's answer. It calls after, where
// that is not nil, behind each call.
func Intercept(cfg aws.Config, before, after func(name string) error) aws.Config {
	cfg.APIOptions = append(append([]func(*middleware.Stack) error{}, cfg.APIOptions...), func(stack *middleware.Stack) error {
		return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("amikitIntercept",
			func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
				name := awsmiddleware.GetServiceID(ctx) + "." + awsmiddleware.GetOperationName(ctx)
				if err := before(name); err != nil {
					return middleware.InitializeOutput{}, middleware.Metadata{}, err
				}
				out, metadata, err := next.HandleInitialize(ctx, in)
				if after != nil && err == nil {
					err = after(name)
				}
				return out, metadata, err
			}), middleware.After)
	})
	return cfg
}

// Bucket makes a bucket of the test's own.
func Bucket(t testing.TB) string {
	t.Helper()
	return BucketOf(t, Config(t))
}

// BucketOf makes a bucket that the configuration's account owns.
func BucketOf(t testing.TB, cfg aws.Config) string {
	t.Helper()
	name := "amikit-" + strings.ToLower(rand.Text())[:20]
	_, err := S3(cfg).CreateBucket(t.Context(), &s3.CreateBucketInput{
		Bucket:                    aws.String(name),
		CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: Region},
	})
	if err != nil {
		t.Fatalf("create bucket %s: %v", name, err)
	}
	return name
}

// S3 makes a client that the local AWS can be asked by.
func S3(cfg aws.Config) *s3.Client {
	return s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
}
