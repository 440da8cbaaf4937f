package disk

// Change is one block that differs between two disks.
type Change struct {
	// Index is the block's offset divided by [BlockSize].
	Index uint32
	// Old is the parent's block; nil where the parent has zeroes there.
	Old *Block
	// New is the block now; nil where it is all zero now.
	New *Block
}

// Diff returns the blocks of m that differ from parent's, ascending by Index. A
// block of parent beyond m's end is a change to zeroes.
func (m Manifest) Diff(parent Manifest) []Change {
	var changes []Change
	older, newer := parent.Blocks, m.Blocks
	for len(older) > 0 || len(newer) > 0 {
		change := firstOf(older, newer)
		if change.Old != nil {
			older = older[1:]
		}
		if change.New != nil {
			newer = newer[1:]
		}
		if change.Old == nil || change.New == nil || change.Old.SHA256 != change.New.SHA256 {
			changes = append(changes, change)
		}
	}
	return changes
}

// firstOf pairs the blocks of the lowest index of both lists; one of them is not empty.
func firstOf(older, newer []Block) Change {
	switch {
	case len(newer) == 0, len(older) > 0 && older[0].Index < newer[0].Index:
		return Change{Index: older[0].Index, Old: &older[0]}
	case len(older) == 0, newer[0].Index < older[0].Index:
		return Change{Index: newer[0].Index, New: &newer[0]}
	}
	return Change{Index: newer[0].Index, Old: &older[0], New: &newer[0]}
}
