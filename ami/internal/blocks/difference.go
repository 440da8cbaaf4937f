package blocks

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/disk"
)

// sampleSize is how many blocks are read to see whether reading all pays.
const sampleSize = 64

// DearError is a snapshot of which reading costs more than it saves.
type DearError struct {
	// Read is how many blocks would be read, Differ how many of them differ by a
	// sample, All how many are sent without.
	Read, Differ, All int
}

// Error gives the numbers.
func (e *DearError) Error() string {
	return fmt.Sprintf("reading its %d blocks back, of which about %d differ, costs more than sending all %d", e.Read, e.Differ, e.All)
}

// Difference finds by reading a snapshot which blocks of a disk differ from it.
type Difference struct {
	Reader     Reader
	SnapshotID string
	Pace       Pace
	// Always reads whatever it costs.
	Always bool
	// OnProgress is told the blocks that were read; it may be nil.
	OnProgress func(blocks int64)
}

// Find returns the manifest's blocks that differ from the snapshot, and as
// [Zeroes] those that must become zeroes, ascending. Reading a block counts half of
// sending one, which is what AWS asks for them; where it does not pay, Find returns
// a [*DearError].
func (d *Difference) Find(ctx context.Context, m disk.Manifest) ([]disk.Block, error) {
	if !d.Always {
		if err := d.checkPays(ctx, m); err != nil {
			return nil, err
		}
	}
	indexes, _, err := Compare(ctx, d.Reader, d.SnapshotID, m, d.Pace, d.OnProgress)
	if err != nil {
		return nil, err
	}
	return pick(m, indexes), nil
}

// pick returns the blocks of the indexes, which ascend.
func pick(m disk.Manifest, indexes []uint32) []disk.Block {
	var picked []disk.Block
	rest := m.Blocks
	for _, index := range indexes {
		for len(rest) > 0 && rest[0].Index < index {
			rest = rest[1:]
		}
		if len(rest) > 0 && rest[0].Index == index {
			picked = append(picked, rest[0])
		} else {
			picked = append(picked, Zeroes(index))
		}
	}
	return picked
}

// Zeroes is a block of zeroes that must be sent.
func Zeroes(index uint32) disk.Block { return disk.Block{Index: index, SHA256: zeroSum()} }

func (d *Difference) checkPays(ctx context.Context, m disk.Manifest) error {
	c := newComparison(m, nil)
	listed, sample, err := d.list(ctx)
	if err == nil {
		err = d.read(ctx, c, sample)
	}
	if err != nil {
		return fmt.Errorf("read snapshot %s: %w", d.SnapshotID, awserr.Explain(err))
	}
	differ := 0
	if len(sample) > 0 {
		differ = len(listed) * len(c.wrong) / len(sample)
	}
	absent := len(m.Blocks)
	for _, index := range listed {
		if _, both := c.expected[index]; both {
			absent--
		}
	}
	if len(listed)/2+differ+absent >= len(m.Blocks) {
		return &DearError{Read: len(listed), Differ: differ, All: len(m.Blocks)}
	}
	return nil
}

// list returns the indexes of the snapshot's blocks, and some of the blocks by a
// draw that is the same each time.
func (d *Difference) list(ctx context.Context) (indexes []uint32, sample []types.Block, err error) {
	c := newCrew(ctx, d.Pace)
	draw := rand.New(rand.NewPCG(1, 2))
	err = c.wait(c.pages(d.Reader, d.SnapshotID, func(page []types.Block) error {
		for _, b := range page {
			indexes = append(indexes, uint32(aws.ToInt32(b.BlockIndex)))
			if len(sample) < sampleSize {
				sample = append(sample, b)
			} else if at := draw.IntN(len(indexes)); at < sampleSize {
				sample[at] = b
			}
		}
		return nil
	}))
	return indexes, sample, err
}

func (d *Difference) read(ctx context.Context, into *comparison, sample []types.Block) error {
	c := newCrew(ctx, d.Pace)
	for _, b := range sample {
		if err := c.hire(func(ctx context.Context) error { return into.check(ctx, c, d.Reader, d.SnapshotID, b) }); err != nil {
			return c.wait(err)
		}
	}
	return c.wait(nil)
}
