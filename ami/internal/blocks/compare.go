package blocks

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"

	"github.com/amikit/amikit/ami/internal/awserr"
	"github.com/amikit/amikit/disk"
)

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
	if err := walk(ctx, reader, id, workers, c.one); err != nil {
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

func (c *comparison) one(ctx context.Context, b types.Block) error {
	_, sum, err := fetch(ctx, c.reader, c.id, b)
	if err == nil {
		c.note(uint32(aws.ToInt32(b.BlockIndex)), sum)
	}
	return err
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
