package part

import "github.com/amikit/amikit/disk"

// run is a stretch of the disk that is all data or all hole.
type run struct {
	start, end int64
	zero       bool
}

func (r run) length() int64 { return r.end - r.start }

// runs covers the disk with alternating runs, each at least shortest bytes long
// except the last. Without holes the whole disk is one run of data.
func runs(extents []disk.Extent, size, shortest int64, holes bool) []run {
	if !holes {
		return []run{{end: size}}
	}
	var found []run
	at := int64(0)
	for _, e := range widen(extents, size, shortest) {
		if e.Offset > at {
			found = append(found, run{start: at, end: e.Offset, zero: true})
		}
		found = append(found, run{start: e.Offset, end: e.End()})
		at = e.End()
	}
	if at < size {
		found = append(found, run{start: at, end: size, zero: true})
	}
	return found
}

// widen joins extents with less than shortest bytes between them, and lengthens
// short ones with the zeroes behind them, so that each is worth a part.
func widen(extents []disk.Extent, size, shortest int64) []disk.Extent {
	var wide []disk.Extent
	for _, e := range extents {
		if e.Length <= 0 {
			continue
		}
		start, end := e.Offset, min(max(e.End(), e.Offset+shortest), size)
		last := len(wide) - 1
		if last >= 0 && start-wide[last].End() < shortest {
			start, end = wide[last].Offset, max(end, wide[last].End())
			wide = wide[:last]
		} else if start < shortest {
			start = 0
		}
		wide = append(wide, disk.Extent{Offset: start, Length: end - start})
	}
	return wide
}
