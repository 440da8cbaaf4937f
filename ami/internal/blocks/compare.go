package blocks

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/disk"
)

// zeroSum is the hash of a block of zeroes, made once where it is needed: every
// start of a program would wait for it.
var zeroSum = sync.OnceValue(func() [sha256.Size]byte { return sha256.Sum256(make([]byte, disk.BlockSize)) })

// comparison is a snapshot that is read and compared with a manifest.
type comparison struct {
	expected map[uint32][sha256.Size]byte
	done     func(blocks int64)

	mu    sync.Mutex
	seen  map[uint32]bool
	wrong []uint32
	read  int64
}

func newComparison(m disk.Manifest, done func(blocks int64)) *comparison {
	c := &comparison{expected: make(map[uint32][sha256.Size]byte, len(m.Blocks)), seen: make(map[uint32]bool, len(m.Blocks)), done: done}
	for _, b := range m.Blocks {
		c.expected[b.Index] = b.SHA256
	}
	return c
}

// Compare reads every block of a snapshot and returns the indexes of those that
// differ from the manifest, ascending, and the number of blocks that were read. A
// block that the manifest does not have must be all zero; one that the snapshot
// does not have reads as zeroes.
func Compare(ctx context.Context, reader Reader, id string, m disk.Manifest, p Pace, done func(blocks int64)) ([]uint32, int64, error) {
	c := newComparison(m, done)
	job := func(ctx context.Context, by *crew, b types.Block) error { return c.check(ctx, by, reader, id, b) }
	if err := walk(ctx, reader, id, p, job); err != nil {
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

// check reads one block for its hash alone.
func (c *comparison) check(ctx context.Context, by *crew, reader Reader, id string, b types.Block) error {
	sum, err := by.fetch(ctx, reader, id, b, nil)
	if err != nil {
		return err
	}
	c.note(uint32(aws.ToInt32(b.BlockIndex)), sum)
	return nil
}

func (c *comparison) note(index uint32, sum [sha256.Size]byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[index] = true
	c.read++
	if c.want(index) != sum {
		c.wrong = append(c.wrong, index)
	}
	if c.done != nil {
		c.done(c.read)
	}
}

// want is the hash of a block of the manifest, or of one of its zeroes.
func (c *comparison) want(index uint32) [sha256.Size]byte {
	if sum, known := c.expected[index]; known {
		return sum
	}
	return zeroSum()
}
