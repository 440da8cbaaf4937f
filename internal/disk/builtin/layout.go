package builtin

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/diskfs/go-diskfs/partition/gpt"

	"github.com/amikit/amikit/disk"
)

const (
	mib = 1 << 20
	// margin is the room before the first partition and behind the last one, for
	// both copies of the GPT and the alignment.
	margin = mib
	sector = 512
)

// plan is a disk that is ready to be written: sizes and identifiers are fixed.
type plan struct {
	guid       string
	size       int64 // bytes
	partitions []partition
	// firstBoot is what the system adds; nil where it adds nothing.
	firstBoot *disk.FirstBoot
}

// partition is one partition and what fills it.
type partition struct {
	name  string
	kind  gpt.Type
	guid  string
	attrs uint64
	size  int64 // bytes
	fill  filler
}

// filler makes the filesystem of a partition in the disk file.
type filler interface {
	fill(ctx context.Context, disk string, offset, size int64) error
}

// place returns where partition i starts.
func (p *plan) place(i int) int64 {
	offset := int64(margin)
	for _, before := range p.partitions[:i] {
		offset += before.size
	}
	return offset
}

// least returns the size of a disk that just holds the partitions.
func least(partitions []partition) int64 {
	total := int64(2 * margin)
	for _, p := range partitions {
		total += p.size
	}
	return total
}

// write fills the partitions of the empty disk file and writes both copies of the GPT.
func (p *plan) write(ctx context.Context, name string) error {
	for i, part := range p.partitions {
		if err := part.fill.fill(ctx, name, p.place(i), part.size); err != nil {
			return fmt.Errorf("make partition %q: %w", part.name, err)
		}
	}
	return p.writeTable(name)
}

// createSparse makes a new file that is one hole.
func createSparse(name string, size int64) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("create the disk: %w", err)
	}
	if err := errors.Join(file.Truncate(size), file.Close()); err != nil {
		return fmt.Errorf("create the disk: %w", err)
	}
	return nil
}
