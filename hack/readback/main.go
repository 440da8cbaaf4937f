// Command readback writes a snapshot's bytes into a file, for hack/demo. Region,
// endpoint and credentials come from the AWS environment variables.
//
//	readback SNAPSHOT FILE
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"

	"github.com/amikit/amikit/internal/readback"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: readback SNAPSHOT FILE")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return fmt.Errorf("read the AWS configuration: %w", err)
	}
	return readback.ToFile(ctx, ebs.NewFromConfig(cfg), args[0], args[1])
}
