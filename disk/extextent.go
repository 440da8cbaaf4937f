package disk

import (
	"encoding/binary"
	"errors"
	"sort"
)

// extRun are blocks of a file that lie together.
type extRun struct {
	first, count int64 // of the file
	start        int64 // on the filesystem; 0 where they were never written
}

// Limits of an extent tree that is worth reading, and its entries (kernel
// documentation, filesystems/ext4/ifork.rst).
const (
	maxExtentDepth = 5
	maxExtentNodes = 1 << 14
	extentMagic    = 0xf30a
	extentEntry    = 12
	extentWritten  = 1 << 15 // longer ones are reserved and read as zeroes
)

// extentTree collects the runs of a file.
type extentTree struct {
	fs    *ext
	runs  []extRun
	nodes int
}

// extentRuns reads the tree whose root is given.
func (e *ext) extentRuns(root []byte) ([]extRun, error) {
	t := &extentTree{fs: e}
	err := t.read(root, maxExtentDepth)
	return t.runs, err
}

// read takes a node, whose level is at most top, and all below it.
func (t *extentTree) read(node []byte, top int) error {
	le := binary.LittleEndian
	entries, level := int(le.Uint16(node[2:])), int(le.Uint16(node[6:]))
	if t.nodes++; le.Uint16(node) != extentMagic || (entries+1)*extentEntry > len(node) || level > top || t.nodes > maxExtentNodes {
		return errors.New("a file's extents make no sense")
	}
	for n := 1; n <= entries; n++ {
		entry := node[n*extentEntry:][:extentEntry]
		if level == 0 {
			t.runs = append(t.runs, parseRun(entry))
			continue
		}
		below := make([]byte, t.fs.blockSize)
		at := int64(le.Uint32(entry[4:])) | int64(le.Uint16(entry[8:]))<<32
		if err := t.fs.read(below, min(at, maxExtBlock)*t.fs.blockSize); err != nil {
			return err
		}
		if err := t.read(below, level-1); err != nil {
			return err
		}
	}
	return nil
}

func parseRun(entry []byte) extRun {
	le := binary.LittleEndian
	run := extRun{first: int64(le.Uint32(entry)), count: int64(le.Uint16(entry[4:]))}
	if run.count > extentWritten {
		run.count -= extentWritten
		return run
	}
	run.start = min(int64(le.Uint32(entry[8:]))|int64(le.Uint16(entry[6:]))<<32, maxExtBlock)
	return run
}

// findRun returns where block n of the file lies; 0 is a hole.
func findRun(runs []extRun, n int64) int64 {
	i := sort.Search(len(runs), func(i int) bool { return runs[i].first+runs[i].count > n })
	if i == len(runs) || runs[i].first > n || runs[i].start == 0 {
		return 0
	}
	return runs[i].start + n - runs[i].first
}
