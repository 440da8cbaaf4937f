package blocks

import "slices"

// Chain is a snapshot's data: its layers, the oldest first. A block is the one
// of the newest layer that has it.
type Chain []Named

// Named is a layer with its name.
type Named struct {
	ID string
	*Layer
}

// Chain opens the layers of the given names, the oldest first.
func (s *Store) Chain(ids []string) (Chain, error) {
	var chain Chain
	for _, id := range ids {
		l, err := s.Layer(id)
		if err != nil {
			return nil, err
		}
		chain = append(chain, Named{id, l})
	}
	return chain, nil
}

// Writer is the layer that a block comes from; ok is false where no layer has
// it.
func (c Chain) Writer(index uint32) (layer Named, ok bool) {
	for _, layer := range slices.Backward(c) {
		if layer.Has(index) {
			return layer, true
		}
	}
	return Named{}, false
}

// Get reads a block into the buffer.
func (c Chain) Get(index uint32, buffer []byte) (Sum, error) {
	layer, ok := c.Writer(index)
	if !ok {
		return Sum{}, ErrNoBlock
	}
	return layer.Get(index, buffer)
}

// Indexes lists the blocks that any layer has, ascending.
func (c Chain) Indexes() []uint32 {
	var all []uint32
	for _, layer := range c {
		all = append(all, layer.Indexes()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// From is the part of an ascending list that begins at an index.
func From(indexes []uint32, start uint32) []uint32 {
	at, _ := slices.BinarySearch(indexes, start)
	return indexes[at:]
}
