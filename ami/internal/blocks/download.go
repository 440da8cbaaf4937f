package blocks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs/types"

	"github.com/amikit/amikit/ami/internal/awserr"
	"github.com/amikit/amikit/disk"
)

// Download is a snapshot that is read into a file.
type Download struct {
	Reader     Reader
	SnapshotID string
	// Size is the disk's length in bytes: a snapshot counts whole GiB.
	Size int64
	// Workers is how many blocks are under way, and in memory, at once.
	Workers int
	// OnProgress is told the bytes that are in place; it may be called by several
	// goroutines at once.
	OnProgress func(done int64)
}

// Part is the ending of a download that is under way.
const Part = ".part"

// ToFile reads the snapshot into a new file, with holes where it has no data, and
// returns the number of blocks that were read. The file appears under its name
// when it is complete; until then what is there stands under name.part, and a
// later download of the same snapshot goes on with it.
func (d *Download) ToFile(ctx context.Context, name string) (int64, error) {
	if _, err := os.Lstat(name); !errors.Is(err, os.ErrNotExist) {
		return 0, fmt.Errorf("%s is there already; name another file", name)
	}
	read, err := d.toPart(ctx, name+Part)
	if err != nil {
		return read, fmt.Errorf("download snapshot %s: %w", d.SnapshotID, awserr.Explain(err))
	}
	return read, os.Rename(name+Part, name)
}

func (d *Download) toPart(ctx context.Context, part string) (read int64, err error) {
	file, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	journal, err := openJournal(part+".blocks", d.SnapshotID)
	if err != nil {
		return 0, err
	}
	if journal.fresh { // what the file holds is another snapshot's
		err = file.Truncate(0)
	}
	if err == nil {
		err = file.Truncate(d.Size)
	}
	if err == nil {
		read, err = d.blocks(ctx, file, journal)
	}
	return read, errors.Join(err, journal.close(err == nil))
}

func (d *Download) blocks(ctx context.Context, file *os.File, journal *journal) (int64, error) {
	var read, done atomic.Int64
	zeroes := make([]byte, disk.BlockSize)
	err := walk(ctx, d.Reader, d.SnapshotID, d.Workers, func(ctx context.Context, b types.Block) error {
		index := uint32(aws.ToInt32(b.BlockIndex))
		if !journal.has(index) {
			read.Add(1)
			if err := d.block(ctx, file, b, zeroes); err != nil {
				return err
			}
			if err := journal.add(index); err != nil {
				return err
			}
		}
		if d.OnProgress != nil {
			d.OnProgress(done.Add(1) * disk.BlockSize)
		}
		return nil
	})
	return read.Load(), err
}

// block puts one block into the file; zeroes stay a hole, and what lies behind
// the disk's end is dropped.
func (d *Download) block(ctx context.Context, file *os.File, b types.Block, zeroes []byte) error {
	data, _, err := fetch(ctx, d.Reader, d.SnapshotID, b)
	if err != nil || bytes.Equal(data, zeroes) {
		return err
	}
	offset := int64(aws.ToInt32(b.BlockIndex)) * disk.BlockSize
	if offset >= d.Size {
		return nil
	}
	_, err = file.WriteAt(data[:min(disk.BlockSize, d.Size-offset)], offset)
	return err
}
