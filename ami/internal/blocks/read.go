package blocks

import (
	"bytes"
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

// walk does the job for every block that the snapshot has.
func walk(ctx context.Context, reader Reader, id string, p Pace, job func(context.Context, *crew, types.Block) error) error {
	c := newCrew(ctx, p)
	return c.wait(c.pages(reader, id, func(page []types.Block) error {
		for _, b := range page {
			if err := c.hire(func(ctx context.Context) error { return job(ctx, c, b) }); err != nil {
				return err
			}
		}
		return nil
	}))
}

// fetch reads one block, checks it against AWS's checksum, and returns that. Into
// gets the data; nil is for nobody, and no block is in memory as a whole.
func (c *crew) fetch(ctx context.Context, reader Reader, id string, b types.Block, into []byte) (sum [sha256.Size]byte, err error) {
	in := &ebs.GetSnapshotBlockInput{SnapshotId: aws.String(id), BlockIndex: b.BlockIndex, BlockToken: b.BlockToken}
	err = c.insist(ctx, func(ctx context.Context) error {
		out, err := reader.GetSnapshotBlock(ctx, in, once)
		if err != nil {
			return err
		}
		sum, err = receive(out, into)
		if err != nil {
			return fmt.Errorf("read block %d: %w", aws.ToInt32(b.BlockIndex), err)
		}
		return nil
	})
	return sum, err
}

func receive(out *ebs.GetSnapshotBlockOutput, into []byte) (sum [sha256.Size]byte, err error) {
	hash := sha256.New()
	var target io.Writer = hash
	if into != nil {
		target = io.MultiWriter(hash, bytes.NewBuffer(into[:0]))
	}
	err = copyBlock(target, out.BlockData)
	if err := errors.Join(err, out.BlockData.Close()); err != nil {
		return sum, err
	}
	sum = [sha256.Size]byte(hash.Sum(nil))
	if base64.StdEncoding.EncodeToString(sum[:]) != aws.ToString(out.Checksum) {
		return sum, errArrived
	}
	return sum, nil
}

// copyBlock reads to the end, which lets the connection be used again, and refuses
// a block of another length.
func copyBlock(to io.Writer, from io.Reader) error {
	n, err := io.Copy(to, io.LimitReader(from, disk.BlockSize+1))
	switch {
	case err == nil && n < disk.BlockSize:
		return io.ErrUnexpectedEOF
	case err == nil && n > disk.BlockSize:
		return errArrived
	}
	return err
}
