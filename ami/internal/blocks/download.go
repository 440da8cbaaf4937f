package blocks

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/disk"
)

// Download is a snapshot that is read into a file.
type Download struct {
	Reader     Reader
	SnapshotID string
	// Size is the disk's length in bytes: a snapshot counts whole GiB.
	Size int64
	Pace Pace
	// OnProgress is told the bytes that are in place; it may be called by several
	// goroutines at once.
	OnProgress func(done int64)

	file       *os.File
	journal    *journal
	buffers    sync.Pool // of blocks: as many as are under way are in memory
	read, done atomic.Int64
}

// Part is the ending of a download that is under way.
const Part = ".part"

// ToFile reads the snapshot into a new file, with holes where it has no data, and
// returns the number of blocks that were read. The file appears under its name
// when it is complete; until then what is there stands under name.part, and a
// later download of the same snapshot goes on with it, after checking it.
func (d *Download) ToFile(ctx context.Context, name string) (int64, error) {
	if _, err := os.Lstat(name); !errors.Is(err, os.ErrNotExist) {
		return 0, fmt.Errorf("%s is there already; name another file", name)
	}
	if err := d.toPart(ctx, name+Part); err != nil {
		return d.read.Load(), fmt.Errorf("download snapshot %s: %w", d.SnapshotID, awserr.Explain(err))
	}
	return d.read.Load(), os.Rename(name+Part, name)
}

func (d *Download) toPart(ctx context.Context, part string) (err error) {
	if d.journal, err = openJournal(part+".blocks", d.SnapshotID); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.journal.close(err == nil)) }()
	if d.file, err = os.OpenFile(part, os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.file.Close()) }()
	if d.journal.fresh { // what the file holds is another snapshot's
		err = d.file.Truncate(0)
	}
	if err == nil {
		err = d.file.Truncate(d.Size)
	}
	if err != nil {
		return err
	}
	d.buffers.New = func() any { return new([disk.BlockSize]byte) }
	return walk(ctx, d.Reader, d.SnapshotID, d.Pace, d.one)
}

// one brings one block into the file.
func (d *Download) one(ctx context.Context, c *crew, b types.Block) error {
	block := d.buffers.Get().(*[disk.BlockSize]byte)
	defer d.buffers.Put(block)
	index, buffer := uint32(aws.ToInt32(b.BlockIndex)), block[:]
	if d.isThere(index, buffer) {
		d.progress()
		return nil
	}
	sum, err := c.fetch(ctx, d.Reader, d.SnapshotID, b, buffer)
	if err != nil {
		return err
	}
	return d.put(index, buffer, sum)
}

// isThere reports whether the file holds a block as it once arrived.
func (d *Download) isThere(index uint32, buffer []byte) bool {
	sum, known := d.journal.sum(index)
	if !known {
		return false
	}
	clear(buffer)
	_, err := d.file.ReadAt(d.within(index, buffer), int64(index)*disk.BlockSize)
	return err == nil && sha256.Sum256(buffer) == sum
}

// put puts one block into the file; zeroes stay a hole, and what lies behind the
// disk's end is dropped.
func (d *Download) put(index uint32, data []byte, sum [sha256.Size]byte) error {
	d.read.Add(1)
	if err := d.write(d.within(index, data), int64(index)*disk.BlockSize, sum); err != nil {
		return err
	}
	if err := d.journal.add(disk.Block{Index: index, SHA256: sum}); err != nil {
		return err
	}
	d.progress()
	return nil
}

// write leaves a hole only where nothing stood before.
func (d *Download) write(data []byte, offset int64, sum [sha256.Size]byte) error {
	if sum == zeroSum() {
		before := make([]byte, len(data))
		if _, err := d.file.ReadAt(before, offset); err == nil && bytes.Equal(before, data) {
			return nil
		}
	}
	_, err := d.file.WriteAt(data, offset)
	return err
}

// within is the part of a block that lies on the disk.
func (d *Download) within(index uint32, block []byte) []byte {
	return block[:max(0, min(disk.BlockSize, d.Size-int64(index)*disk.BlockSize))]
}

func (d *Download) progress() {
	if done := d.done.Add(1) * disk.BlockSize; d.OnProgress != nil {
		d.OnProgress(done)
	}
}
