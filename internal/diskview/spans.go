package diskview

import (
	"cmp"
	"slices"

	"github.com/amikit/amikit/disk"
)

// Kind is what a part of a disk is.
type Kind string

// Kinds of parts.
const (
	// Table is one of the copies of the partition table.
	Table Kind = "table"
	// Partition is a partition.
	Partition Kind = "partition"
	// Free is space of no partition.
	Free Kind = "free"
)

// Span is a part of a disk.
type Span struct {
	Kind Kind `json:"kind"`
	// Partition is the number of a partition; 0 of anything else.
	Partition int `json:"partition,omitempty"`
	// Start and Size are in bytes.
	Start int64 `json:"start"`
	Size  int64 `json:"size"`
	// Data is how many of its bytes lie in blocks that are not all zero.
	Data int64 `json:"data"`

	entry disk.Partition
}

// tableRoom is the most that is left for a copy of the table with its alignment.
const tableRoom = 1 << 20

// spans are the partitions in the order of their places, and what lies between.
func spans(info *disk.Info, m disk.Manifest) []Span {
	parts := slices.Clone(info.Partitions)
	slices.SortStableFunc(parts, func(a, b disk.Partition) int { return cmp.Compare(a.Start, b.Start) })
	var all []Span
	at := int64(0)
	for _, p := range parts {
		all = appendGap(all, info, at, p.Start)
		all = append(all, Span{Kind: Partition, Partition: p.Number, Start: p.Start, Size: p.Size, entry: p})
		at = max(at, p.End())
	}
	all = appendGap(all, info, at, info.Size)
	for i := range all {
		all[i].Data = dataIn(m, all[i].Start, all[i].Start+all[i].Size)
	}
	return all
}

func appendGap(all []Span, info *disk.Info, from, to int64) []Span {
	if to <= from {
		return all
	}
	gap := Span{Kind: Free, Start: from, Size: to - from}
	atEnd := to == info.Size && info.Table == disk.TableGPT
	if (from == 0 || atEnd) && gap.Size <= tableRoom {
		gap.Kind = Table
	}
	return append(all, gap)
}

func dataIn(m disk.Manifest, from, to int64) int64 {
	total := int64(0)
	for _, b := range m.Blocks {
		start := int64(b.Index) * disk.BlockSize
		total += max(0, min(to, start+disk.BlockSize, m.Size)-max(from, start))
	}
	return total
}

// Title names the part for people.
func (s Span) Title() string {
	switch {
	case s.Kind == Table && s.Start == 0:
		return "partition table"
	case s.Kind == Table:
		return "its copy"
	case s.Kind == Free:
		return "free"
	}
	return cmp.Or(s.entry.Name, "partition")
}

// Filesystem and Label are the partition's; empty of anything else.
func (s Span) Filesystem() string { return s.entry.Filesystem }

// Label is the label of the partition's filesystem.
func (s Span) Label() string { return s.entry.Label }
