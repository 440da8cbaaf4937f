package compare

import "github.com/amikit/amikit/disk"

func blocksOf(changes []disk.Change) []uint32 {
	var indexes []uint32
	for _, c := range changes {
		indexes = append(indexes, c.Index)
	}
	return indexes
}

// runs joins ascending blocks that follow each other.
func runs(blocks []uint32) []Run {
	var joined []Run
	for _, index := range blocks {
		if last := len(joined) - 1; last >= 0 && joined[last].First+uint32(joined[last].Count) == index {
			joined[last].Count++
			continue
		}
		joined = append(joined, Run{First: index, Count: 1})
	}
	return joined
}

// within counts the blocks that reach into the partition.
func within(blocks []uint32, p disk.Partition) int {
	count := 0
	for _, index := range blocks {
		if touches(index, p) {
			count++
		}
	}
	return count
}

func touches(index uint32, p disk.Partition) bool {
	start := int64(index) * disk.BlockSize
	return start < p.End() && start+disk.BlockSize > p.Start
}

// outside counts the blocks that reach into no partition.
func outside(blocks []uint32, layouts ...*disk.Layout) int {
	count := 0
	for _, index := range blocks {
		if !touchesAny(index, layouts) {
			count++
		}
	}
	return count
}

func touchesAny(index uint32, layouts []*disk.Layout) bool {
	for _, l := range layouts {
		for _, p := range l.Partitions {
			if touches(index, p) {
				return true
			}
		}
	}
	return false
}
