// Command demoaws does what hack/demo needs of an AWS beside amikit. Region,
// endpoint and credentials come from the AWS environment variables.
//
//	demoaws bucket NAME             make a bucket, unless it is there
//	demoaws snapshot ID FILE        write a snapshot's bytes into a new file
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/amikit/amikit/internal/readback"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return fmt.Errorf("read the AWS configuration: %w", err)
	}
	switch {
	case len(args) == 2 && args[0] == "bucket":
		return makeBucket(ctx, cfg, args[1])
	case len(args) == 3 && args[0] == "snapshot":
		return readback.ToFile(ctx, ebs.NewFromConfig(cfg), args[1], args[2])
	}
	return errors.New("usage: demoaws bucket NAME | demoaws snapshot ID FILE")
}

func makeBucket(ctx context.Context, cfg aws.Config, name string) error {
	client := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	_, err := client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &name})
	var there *types.BucketAlreadyOwnedByYou
	if err != nil && !errors.As(err, &there) {
		return fmt.Errorf("make bucket %s: %w", name, err)
	}
	return nil
}
