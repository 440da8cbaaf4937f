package blocks

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"
	"golang.org/x/sync/errgroup"

	"github.com/amikit/amikit/ami/internal/awserr"
	"github.com/amikit/amikit/disk"
)

// Reader is what is used of the EBS direct APIs to read a snapshot.
type Reader interface {
	ListSnapshotBlocks(context.Context, *ebs.ListSnapshotBlocksInput, ...func(*ebs.Options)) (*ebs.ListSnapshotBlocksOutput, error)
	GetSnapshotBlock(context.Context, *ebs.GetSnapshotBlockInput, ...func(*ebs.Options)) (*ebs.GetSnapshotBlockOutput, error)
}

// comparison is a snapshot that is read and compared with a manifest.
type comparison struct {
	reader   Reader
	id       string
	expected map[uint32][sha256.Size]byte
	zeroes   [sha256.Size]byte // the hash of a block of zeroes
	done     func(blocks int64)

	mu    sync.Mutex
	seen  map[uint32]bool
	wrong []uint32
	read  int64
}

// Compare reads every block of a snapshot with so many workers and returns the
// indexes of those that differ from the manifest, ascending, and the number of
// blocks that were read. A block that the manifest does not have must be all
// zero; one that the snapshot does not have reads as zeroes.
func Compare(ctx context.Context, reader Reader, id string, m disk.Manifest, workers int, done func(blocks int64)) ([]uint32, int64, error) {
	c := &comparison{reader: reader, id: id, expected: map[uint32][sha256.Size]byte{}, seen: map[uint32]bool{}, done: done}
	c.zeroes = sha256.Sum256(make([]byte, disk.BlockSize))
	for _, b := range m.Blocks {
		c.expected[b.Index] = b.SHA256
	}
	if err := c.all(ctx, workers); err != nil {
		return nil, c.read, fmt.Errorf("read snapshot %s: %w", id, awserr.Explain(err))
	}
	for index := range c.expected {
		if !c.seen[index] {
			c.wrong = append(c.wrong, index)
		}
	}
	slices.Sort(c.wrong)
	return c.wrong, c.read, nil
}

func (c *comparison) all(ctx context.Context, workers int) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(workers, 1))
	pages := ebs.NewListSnapshotBlocksPaginator(c.reader, &ebs.ListSnapshotBlocksInput{SnapshotId: aws.String(c.id)})
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
			group.Go(func() error { return c.one(ctx, b) })
		}
	}
	return group.Wait()
}

// one reads a block and checks it against AWS's checksum and against the manifest.
func (c *comparison) one(ctx context.Context, b types.Block) error {
	out, err := c.reader.GetSnapshotBlock(ctx, &ebs.GetSnapshotBlockInput{SnapshotId: aws.String(c.id), BlockIndex: b.BlockIndex, BlockToken: b.BlockToken})
	if err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(out.BlockData, disk.BlockSize+1))
	if closeErr := out.BlockData.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	if base64.StdEncoding.EncodeToString(sum[:]) != aws.ToString(out.Checksum) {
		return fmt.Errorf("block %d arrived with another checksum than AWS sent", aws.ToInt32(b.BlockIndex))
	}
	c.note(uint32(aws.ToInt32(b.BlockIndex)), sum)
	return nil
}

func (c *comparison) note(index uint32, sum [sha256.Size]byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[index] = true
	c.read++
	want, known := c.expected[index]
	if !known {
		want = c.zeroes
	}
	if want != sum {
		c.wrong = append(c.wrong, index)
	}
	if c.done != nil {
		c.done(c.read)
	}
}
