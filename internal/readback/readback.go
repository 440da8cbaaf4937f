// Package readback reads a snapshot's bytes back by the EBS direct API, for the
// tests and the demo: what an instance would find on its volume.
package readback

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"
	"golang.org/x/sync/errgroup"
)

// workers is how many blocks are read at once.
const workers = 8

// API is the part of the EBS direct API that reads snapshots;
// https://docs.aws.amazon.com/ebs/latest/APIReference/Welcome.html
type API interface {
	ListSnapshotBlocks(context.Context, *ebs.ListSnapshotBlocksInput, ...func(*ebs.Options)) (*ebs.ListSnapshotBlocksOutput, error)
	GetSnapshotBlock(context.Context, *ebs.GetSnapshotBlockInput, ...func(*ebs.Options)) (*ebs.GetSnapshotBlockOutput, error)
}

// ToFile writes a snapshot into a new file as long as its volume, with holes
// where the snapshot has no block. Each block is checked against its checksum.
func ToFile(ctx context.Context, api API, snapshot, name string) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("read snapshot %s back: %w", snapshot, err)
	}
	err = copyBlocks(ctx, api, snapshot, file)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("read snapshot %s back: %w", snapshot, err)
	}
	return nil
}

func copyBlocks(ctx context.Context, api API, snapshot string, file *os.File) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	in := &ebs.ListSnapshotBlocksInput{SnapshotId: &snapshot}
	for {
		page, err := api.ListSnapshotBlocks(ctx, in)
		if err != nil {
			return firstError(group.Wait(), err)
		}
		if err := file.Truncate(aws.ToInt64(page.VolumeSize) << 30); err != nil {
			return firstError(group.Wait(), err)
		}
		for _, block := range page.Blocks {
			group.Go(func() error { return copyBlock(ctx, api, snapshot, block, aws.ToInt32(page.BlockSize), file) })
		}
		if in.NextToken = page.NextToken; in.NextToken == nil {
			return group.Wait()
		}
	}
}

// firstError prefers the reason why the workers stopped.
func firstError(worker, own error) error {
	if worker != nil {
		return worker
	}
	return own
}

func copyBlock(ctx context.Context, api API, snapshot string, block types.Block, size int32, file io.WriterAt) error {
	out, err := api.GetSnapshotBlock(ctx, &ebs.GetSnapshotBlockInput{
		SnapshotId: &snapshot, BlockIndex: block.BlockIndex, BlockToken: block.BlockToken,
	})
	if err != nil {
		return err
	}
	data, err := io.ReadAll(out.BlockData)
	if closeErr := out.BlockData.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("block %d: %w", aws.ToInt32(block.BlockIndex), err)
	}
	sum := sha256.Sum256(data)
	if got, want := base64.StdEncoding.EncodeToString(sum[:]), aws.ToString(out.Checksum); got != want {
		return fmt.Errorf("block %d: its SHA-256 is %s, the service said %s", aws.ToInt32(block.BlockIndex), got, want)
	}
	_, err = file.WriteAt(data, int64(aws.ToInt32(block.BlockIndex))*int64(size))
	return err
}
