package qcow2

// perRefcountBlock is how many clusters one block of reference counts is about.
const perRefcountBlock = clusterSize / refcountSize

// refcounts writes the reference count of every cluster, their own included, and
// returns the offset and the length in clusters of the table of their blocks.
func (w *writer) refcounts() (offset, length int64, err error) {
	blocks := w.refcountBlocks()
	total := w.next + blocks + clusters(blocks*entrySize)
	table := make([]uint64, blocks)
	for i := range table {
		counts := make([]uint16, perRefcountBlock)
		for j := range min(perRefcountBlock, total-int64(i)*perRefcountBlock) {
			counts[j] = 1
		}
		at, err := w.append(encode(counts))
		if err != nil {
			return 0, 0, err
		}
		table[i] = uint64(at)
	}
	offset, err = w.append(encode(table))
	return offset, clusters(blocks * entrySize), err
}

// refcountBlocks is how many blocks count all that is written and themselves.
func (w *writer) refcountBlocks() int64 {
	blocks := int64(1)
	for {
		needed := ceil(w.next+blocks+clusters(blocks*entrySize), perRefcountBlock)
		if needed == blocks {
			return blocks
		}
		blocks = needed
	}
}
