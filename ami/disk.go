package ami

import (
	"context"
	"io"

	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/disk"
)

// Source is the content of a disk; a [*disk.File] is one. Its methods may be
// called by several goroutines at once.
type Source interface {
	io.ReaderAt
	// Size returns the disk's size in bytes.
	Size() int64
	// Extents returns where data lies; the rest reads as zeroes.
	Extents(ctx context.Context) ([]disk.Extent, error)
}

// data is where the disk's blocks are not all zero; nil where its manifest is not
// there.
func (d Disk) data() []disk.Extent {
	if d.Manifest.Size != d.Source.Size() {
		return nil
	}
	data := []disk.Extent{}
	for _, b := range d.Manifest.Blocks {
		start := int64(b.Index) * disk.BlockSize
		end := min(start+disk.BlockSize, d.Manifest.Size)
		if last := len(data) - 1; last >= 0 && data[last].End() == start {
			data[last].Length += end - start
			continue
		}
		data = append(data, disk.Extent{Offset: start, Length: end - start})
	}
	return data
}

// Disk is a raw disk and what is known of it.
type Disk struct {
	// Source is the content.
	Source Source
	// File is the disk's file name, for names that are not given.
	File string
	// Digest is the content's identity (docs/digest.md).
	Digest digest.Digest
	// CRC64NVME is the checksum of the whole content.
	CRC64NVME disk.CRC64NVME
	// Sums are the checksums of its blocks; nil where they are not known: [ByS3] then
	// reads each part once more.
	Sums *disk.Sums
	// Manifest is the content by blocks; the method [ByEBS] and the format [VMDK] need it.
	Manifest disk.Manifest
	// Inputs is the identity of what the disk was built from; it may be empty.
	// A disk of the same inputs under the same names counts as this one.
	Inputs digest.Digest
	// Allocated is how many bytes the file takes on its filesystem.
	Allocated int64
	// Architecture is "amd64" or "arm64"; empty where the disk does not tell.
	Architecture string
	// BootMode is what can boot the disk; empty where the disk does not tell.
	BootMode disk.BootMode
	// System is what the system on the disk says of itself; nil where nothing is known.
	System *disk.System
	// FirstBoot is what the system adds to the disk; nil for nothing.
	FirstBoot *disk.FirstBoot
	// Problems are what is wrong with the disk and may still let it boot; [Create]
	// warns of each.
	Problems []string
	// PartitionTable is the kind of its partition table.
	PartitionTable disk.TableKind
}
