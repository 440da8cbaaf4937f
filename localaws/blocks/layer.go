// Package blocks keeps the data of snapshots: for each a layer of the 512 KiB
// blocks that were written to it, in a log that a killed process leaves whole.
package blocks

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Size is the size of a block in bytes.
const Size = 512 << 10

// Sum is the SHA-256 of a block.
type Sum = [sha256.Size]byte

// ErrNoBlock is the answer for an index that was never written.
var ErrNoBlock = errors.New("the layer has no such block")

// entrySize is that of one entry of the index: block, slot, digest.
const entrySize = 4 + 4 + sha256.Size

type entry struct {
	slot uint32
	sum  Sum
}

// Layer is the blocks of one snapshot. The data file grows by one slot a write,
// then the index gets its entry: what has an entry is complete. Safe for
// concurrent use.
type Layer struct {
	data, index *os.File
	slots       atomic.Uint32

	mu      sync.RWMutex
	entries map[uint32]entry
	written time.Time
}

func openLayer(dir string) (*Layer, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	data, err := os.OpenFile(filepath.Join(dir, "data"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	index, err := os.OpenFile(filepath.Join(dir, "index"), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, errors.Join(err, data.Close())
	}
	l := &Layer{data: data, index: index, entries: map[uint32]entry{}}
	if err := l.load(); err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

// load reads the index and cuts off an entry that was not written whole.
func (l *Layer) load() error {
	info, err := l.index.Stat()
	if err != nil {
		return err
	}
	l.written = info.ModTime()
	text, err := io.ReadAll(l.index)
	if err != nil {
		return err
	}
	whole := len(text) / entrySize * entrySize
	for e := range slices.Chunk(text[:whole], entrySize) {
		slot := binary.BigEndian.Uint32(e[4:])
		l.entries[binary.BigEndian.Uint32(e)] = entry{slot, Sum(e[8:])}
		l.slots.Store(max(l.slots.Load(), slot+1))
	}
	return l.index.Truncate(int64(whole))
}

func (l *Layer) close() error { return errors.Join(l.data.Close(), l.index.Close()) }

// Put writes a block; a second write of the same index replaces the first.
func (l *Layer) Put(index uint32, block []byte, sum Sum, now time.Time) error {
	slot := l.slots.Add(1) - 1
	if _, err := l.data.WriteAt(block, int64(slot)*Size); err != nil {
		return fmt.Errorf("write block %d: %w", index, err)
	}
	var text [entrySize]byte
	binary.BigEndian.PutUint32(text[:], index)
	binary.BigEndian.PutUint32(text[4:], slot)
	copy(text[8:], sum[:])
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, err := l.index.Write(text[:]); err != nil {
		return fmt.Errorf("write the index for block %d: %w", index, err)
	}
	l.entries[index] = entry{slot, sum}
	l.written = now
	return nil
}

// Get reads a block into the buffer, which must have a block's size.
func (l *Layer) Get(index uint32, buffer []byte) (Sum, error) {
	l.mu.RLock()
	e, ok := l.entries[index]
	l.mu.RUnlock()
	if !ok {
		return Sum{}, ErrNoBlock
	}
	_, err := l.data.ReadAt(buffer[:Size], int64(e.slot)*Size)
	return e.sum, err
}

// Has is true for an index that was written.
func (l *Layer) Has(index uint32) bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	_, ok := l.entries[index]
	return ok
}

// Indexes lists what was written, ascending.
func (l *Layer) Indexes() []uint32 {
	l.mu.RLock()
	defer l.mu.RUnlock()
	list := make([]uint32, 0, len(l.entries))
	for index := range l.entries {
		list = append(list, index)
	}
	slices.Sort(list)
	return list
}

// Written is when the layer last got a block, or was made.
func (l *Layer) Written() time.Time {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.written
}

// Aggregate is the SHA-256 over the raw digests in the order of indexes, which
// the EBS direct APIs call LINEAR.
func (l *Layer) Aggregate() Sum {
	hash := sha256.New()
	for _, index := range l.Indexes() {
		l.mu.RLock()
		sum := l.entries[index].sum
		l.mu.RUnlock()
		hash.Write(sum[:])
	}
	return Sum(hash.Sum(nil))
}
