package blocks

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"

	"github.com/amikit/amikit/disk"
)

// Reader is what is used of the EBS direct APIs to read a snapshot.
type Reader interface {
	ListSnapshotBlocks(context.Context, *ebs.ListSnapshotBlocksInput, ...func(*ebs.Options)) (*ebs.ListSnapshotBlocksOutput, error)
	GetSnapshotBlock(context.Context, *ebs.GetSnapshotBlockInput, ...func(*ebs.Options)) (*ebs.GetSnapshotBlockOutput, error)
}

// pages gives every page of a snapshot's list of blocks to do.
func (c *crew) pages(reader Reader, id string, do func([]types.Block) error) error {
	in := &ebs.ListSnapshotBlocksInput{SnapshotId: aws.String(id)}
	for {
		var page *ebs.ListSnapshotBlocksOutput
		err := c.insist(c.ctx, func(ctx context.Context) (err error) {
			page, err = reader.ListSnapshotBlocks(ctx, in, once)
			return err
		})
		if err == nil {
			err = do(page.Blocks)
		}
		if err != nil || aws.ToString(page.NextToken) == "" {
			return err
		}
		in.NextToken = page.NextToken
	}
}

// walk reads every block that the snapshot has. The data is gone when do returns.
func walk(ctx context.Context, reader Reader, id string, p Pace, do func(index uint32, data []byte, sum [sha256.Size]byte) error) error {
	return walkUnless(ctx, reader, id, p, func(uint32) bool { return false }, do)
}

// walkUnless leaves out the blocks that are there already.
func walkUnless(ctx context.Context, reader Reader, id string, p Pace, there func(index uint32) bool, do func(index uint32, data []byte, sum [sha256.Size]byte) error) error {
	c := newCrew(ctx, p)
	return c.wait(c.pages(reader, id, func(page []types.Block) error {
		for _, b := range page {
			index := uint32(aws.ToInt32(b.BlockIndex))
			if there(index) {
				continue
			}
			if err := c.hire(func(ctx context.Context, buffer []byte) error {
				sum, err := c.fetch(ctx, reader, id, b, buffer)
				if err != nil {
					return err
				}
				return do(index, buffer, sum)
			}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// fetch reads one block into the buffer and checks it against AWS's checksum.
func (c *crew) fetch(ctx context.Context, reader Reader, id string, b types.Block, buffer []byte) (sum [sha256.Size]byte, err error) {
	in := &ebs.GetSnapshotBlockInput{SnapshotId: aws.String(id), BlockIndex: b.BlockIndex, BlockToken: b.BlockToken}
	err = c.insist(ctx, func(ctx context.Context) error {
		out, err := reader.GetSnapshotBlock(ctx, in, once)
		if err != nil {
			return err
		}
		sum, err = receive(out, buffer)
		if err != nil {
			return fmt.Errorf("read block %d: %w", aws.ToInt32(b.BlockIndex), err)
		}
		return nil
	})
	return sum, err
}

func receive(out *ebs.GetSnapshotBlockOutput, buffer []byte) (sum [sha256.Size]byte, err error) {
	_, err = io.ReadFull(out.BlockData, buffer[:disk.BlockSize])
	if err == nil {
		err = atEnd(out.BlockData)
	}
	if err := errors.Join(err, out.BlockData.Close()); err != nil {
		return sum, err
	}
	sum = sha256.Sum256(buffer[:disk.BlockSize])
	if base64.StdEncoding.EncodeToString(sum[:]) != aws.ToString(out.Checksum) {
		return sum, errArrived
	}
	return sum, nil
}

// atEnd lets the connection be used again, and refuses a longer block.
func atEnd(r io.Reader) error {
	n, err := io.Copy(io.Discard, io.LimitReader(r, 1))
	if err == nil && n > 0 {
		return errArrived
	}
	return err
}
