// Package diskview draws a raw disk: its partitions as a map, and what starts what.
package diskview

import (
	"context"
	"io"

	"github.com/amikit/amikit/disk"
)

// View is what is drawn of a disk.
type View struct {
	*disk.Info
	// Map are the parts of the disk from its start to its end.
	Map []Span `json:"map"`
	// Boot says what starts what, from the firmware on.
	Boot []Step `json:"boot,omitempty"`
	// Columns are how much data is in each part of [Columns] equal ones, from 0 to 1.
	Columns []float64 `json:"-"`
}

// Columns is how many columns a map has.
const Columns = 48

// New looks at the disk r that info describes. A boot file that cannot be read
// ends what is told of the boot.
func New(ctx context.Context, r io.ReaderAt, info *disk.Info) (*View, error) {
	manifest, err := info.ParseManifest()
	if err != nil {
		return nil, err
	}
	v := &View{Info: info, Map: spans(info, manifest), Columns: columns(manifest)}
	v.Boot, err = boot(ctx, r, &info.Layout)
	return v, err
}

// columns returns the share of blocks with data in each column.
func columns(m disk.Manifest) []float64 {
	shares := make([]float64, Columns)
	width := max(float64(m.Size)/Columns, 1)
	for _, b := range m.Blocks {
		start := int64(b.Index) * disk.BlockSize
		for at, end := start, min(start+disk.BlockSize, m.Size); at < end; {
			column := min(int(float64(at)/width), Columns-1)
			next := min(end, max(at+1, int64(float64(column+1)*width)))
			shares[column] += float64(next-at) / width
			at = next
		}
	}
	return shares
}
