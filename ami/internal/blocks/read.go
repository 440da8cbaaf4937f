package blocks

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"
	"golang.org/x/sync/errgroup"

	"github.com/amikit/amikit/disk"
)

// Reader is what is used of the EBS direct APIs to read a snapshot.
type Reader interface {
	ListSnapshotBlocks(context.Context, *ebs.ListSnapshotBlocksInput, ...func(*ebs.Options)) (*ebs.ListSnapshotBlocksOutput, error)
	GetSnapshotBlock(context.Context, *ebs.GetSnapshotBlockInput, ...func(*ebs.Options)) (*ebs.GetSnapshotBlockOutput, error)
}

// walk does something with every block that the snapshot has, with so many workers.
func walk(ctx context.Context, reader Reader, id string, workers int, do func(context.Context, types.Block) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(workers, 1))
	pages := ebs.NewListSnapshotBlocksPaginator(reader, &ebs.ListSnapshotBlocksInput{SnapshotId: aws.String(id)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			// A worker that failed ended the context: its error is the cause.
			if first := group.Wait(); first != nil {
				return first
			}
			return err
		}
		for _, b := range page.Blocks {
			group.Go(func() error { return do(ctx, b) })
		}
	}
	return group.Wait()
}

// fetch reads one block and checks it against AWS's checksum.
func fetch(ctx context.Context, reader Reader, id string, b types.Block) (data []byte, sum [sha256.Size]byte, err error) {
	out, err := reader.GetSnapshotBlock(ctx, &ebs.GetSnapshotBlockInput{SnapshotId: aws.String(id), BlockIndex: b.BlockIndex, BlockToken: b.BlockToken})
	if err != nil {
		return nil, sum, err
	}
	data, err = io.ReadAll(io.LimitReader(out.BlockData, disk.BlockSize+1))
	if closeErr := out.BlockData.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, sum, err
	}
	sum = sha256.Sum256(data)
	if len(data) != disk.BlockSize || base64.StdEncoding.EncodeToString(sum[:]) != aws.ToString(out.Checksum) {
		return nil, sum, fmt.Errorf("block %d arrived with another checksum than AWS sent", aws.ToInt32(b.BlockIndex))
	}
	return data, sum, nil
}
