// Package part cuts a sparse disk into the parts of an S3 multipart upload, so
// that a part is either data to send or zeroes to copy inside S3.
package part

import (
	"fmt"

	"github.com/amikit/amikit/disk"
)

// Limits are S3's for a multipart upload, in bytes (Amazon S3 User Guide,
// "Multipart upload limits").
type Limits struct {
	// MinPart and MaxPart bound a part; the last may be shorter.
	MinPart, MaxPart int64
	// MaxParts is the number of parts of one upload.
	MaxParts int
	// MaxObject bounds the object.
	MaxObject int64
}

// S3 returns the limits of S3 itself.
func S3() Limits {
	return Limits{MinPart: 5 << 20, MaxPart: 5 << 30, MaxParts: 10_000, MaxObject: 5 << 40}
}

// Part is one part of the object.
type Part struct {
	// Number counts from 1, as S3 does.
	Number int32
	// Offset and Length are the part's place in the disk, in bytes.
	Offset, Length int64
	// Zero says that the part holds nothing but zeroes.
	Zero bool
}

// Sizes are the sizes to aim at, in bytes.
type Sizes struct {
	// Data is that of a part with data.
	Data int64
	// Zero is that of a part that is copied: the size of the object of zeroes.
	// 0 sends zeroes like data.
	Zero int64
}

// Cut lays parts over a disk of the given size: cut at the extents' ends, with
// holes shorter than a part counted as data. Sizes grow until S3 takes the
// number of parts.
func Cut(extents []disk.Extent, size int64, aim Sizes, limits Limits) ([]Part, error) {
	if size <= 0 || size > limits.MaxObject {
		return nil, fmt.Errorf("a disk of %d bytes is no object of S3, which takes 1 to %d", size, limits.MaxObject)
	}
	for gap := limits.MinPart; ; gap *= 2 {
		parts := cut(runs(extents, size, gap, aim.Zero > 0), aim, limits)
		if len(parts) <= limits.MaxParts {
			return parts, nil
		}
		aim.Data = min(2*aim.Data, limits.MaxPart)
	}
}

// cut splits each run into parts of nearly equal length, none below the minimum.
func cut(runs []run, aim Sizes, limits Limits) []Part {
	var parts []Part
	for _, r := range runs {
		length := aim.Data
		if r.zero {
			length = aim.Zero
		}
		length = max(length, 2*limits.MinPart)
		count := (r.length() + length - 1) / length
		for i := range count {
			start := r.start + r.length()*i/count
			end := r.start + r.length()*(i+1)/count
			parts = append(parts, Part{Number: int32(len(parts) + 1), Offset: start, Length: end - start, Zero: r.zero})
		}
	}
	return parts
}

// StreamSize is the size of equal parts for an object of at most bound bytes: the
// size to aim at, or as much more as S3 needs to take the number of parts.
func StreamSize(bound, aim int64, limits Limits) (int64, error) {
	if bound > limits.MaxObject {
		return 0, fmt.Errorf("an upload of up to %d bytes is no object of S3, which takes 1 to %d", bound, limits.MaxObject)
	}
	least := (bound + int64(limits.MaxParts) - 1) / int64(limits.MaxParts)
	return min(max(aim, least, limits.MinPart), limits.MaxPart), nil
}
