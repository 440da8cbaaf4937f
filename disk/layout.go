package disk

import (
	"errors"
	"fmt"
	"io"
)

// SectorSize is the size of a logical sector in bytes, as EC2's volumes have it.
const SectorSize = 512

// TableKind is the kind of a partition table.
type TableKind string

// Kinds of partition tables.
const (
	// TableGPT is a GUID partition table (UEFI specification, chapter 5).
	TableGPT TableKind = "gpt"
	// TableMBR is a master boot record with no GPT beside it.
	TableMBR TableKind = "mbr"
)

// BootMode is what a firmware can start the disk with, in EC2's words
// (RegisterImage, BootMode). Empty means that nothing to start was found.
type BootMode string

// Boot modes of EC2.
const (
	// BootUEFI is a disk with an EFI loader on its fallback path.
	BootUEFI BootMode = "uefi"
	// BootLegacyBIOS is a disk with boot code for a BIOS alone.
	BootLegacyBIOS BootMode = "legacy-bios"
	// BootUEFIPreferred is a disk that either starts.
	BootUEFIPreferred BootMode = "uefi-preferred"
)

// Layout is what a firmware and a system find on a disk.
type Layout struct {
	// Table is the kind of the partition table.
	Table TableKind `json:"partitionTable"`
	// GUID is the GPT's disk GUID, in upper case.
	GUID string `json:"diskGUID,omitempty"`
	// Partitions are the partitions in the table's order.
	Partitions []Partition `json:"partitions"`
	// Loaders are the EFI loaders on fallback paths.
	Loaders []Loader `json:"loaders,omitempty"`
	// Architecture is that of the loaders: "amd64" or "arm64". It is empty where
	// there is none, or where loaders of several architectures are found.
	Architecture string `json:"architecture,omitempty"`
	// BootMode is what can start the disk.
	BootMode BootMode `json:"bootMode,omitempty"`
	// Problems are what is wrong with the disk and still lets it be read, each
	// one line, such as a backup GPT that is not at the end.
	Problems []string `json:"problems,omitempty"`
}

// Partition is one entry of the table.
type Partition struct {
	// Number counts from 1, as in the name of the partition's device.
	Number int `json:"number"`
	// Name is the GPT's name of it.
	Name string `json:"name,omitempty"`
	// Type is the type GUID in upper case; of an MBR, "0x" and two digits.
	Type string `json:"type"`
	// GUID is the partition's own GUID in upper case; empty on an MBR.
	GUID string `json:"guid,omitempty"`
	// Start is its offset in bytes.
	Start int64 `json:"start"`
	// Size is its length in bytes.
	Size int64 `json:"size"`
	// Filesystem is what its superblock says: "vfat", "ext2", "ext4"; empty if unknown.
	Filesystem string `json:"filesystem,omitempty"`
	// Label is the filesystem's label.
	Label string `json:"label,omitempty"`
	// UUID is the filesystem's UUID, as blkid writes it.
	UUID string `json:"uuid,omitempty"`
}

// End returns the offset of the first byte behind the partition.
func (p Partition) End() int64 { return p.Start + p.Size }

// Inspect reads the partition table, the superblocks and the EFI system
// partition. What is not a disk that EC2 can boot or attach is a [*NotADiskError].
func Inspect(r io.ReaderAt, size int64) (*Layout, error) {
	if err := checkContainer(r, size); err != nil {
		return nil, err
	}
	layout, err := readTable(r, size)
	if err != nil {
		return nil, err
	}
	layout.findOverlaps()
	for i := range layout.Partitions {
		layout.identify(r, size, &layout.Partitions[i])
	}
	layout.findLoaders(r)
	layout.BootMode = layout.bootMode(r)
	return layout, nil
}

func readTable(r io.ReaderAt, size int64) (*Layout, error) {
	layout, err := readGPT(r, size)
	if !errors.Is(err, errNoTable) {
		return layout, err
	}
	return readMBR(r)
}

func (l *Layout) findOverlaps() {
	for i, p := range l.Partitions {
		for _, q := range l.Partitions[i+1:] {
			if p.Start < q.End() && q.Start < p.End() {
				l.problem("partitions %d and %d overlap, from byte %d on: what one holds destroys the other", p.Number, q.Number, max(p.Start, q.Start))
			}
		}
	}
}

// identify fills in what the partition's own content says.
func (l *Layout) identify(r io.ReaderAt, size int64, p *Partition) {
	if p.End() > size {
		l.problem("partition %d ends at byte %d, behind the disk's end at %d: the file is cut off", p.Number, p.End(), size)
		return
	}
	if fs, ok := readSuperblock(io.NewSectionReader(r, p.Start, p.Size)); ok {
		p.Filesystem, p.Label, p.UUID = fs.kind, fs.label, fs.uuid
	}
}

func (l *Layout) problem(format string, args ...any) {
	l.Problems = append(l.Problems, fmt.Sprintf(format, args...))
}
