package blocks_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/amikit/amikit/localaws/blocks"
)

func newStore(t *testing.T, dir string) *blocks.Store {
	t.Helper()
	s, err := blocks.NewStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func block(fill byte) []byte { return bytes.Repeat([]byte{fill}, blocks.Size) }

func put(t *testing.T, s *blocks.Store, layer string, index uint32, fill byte) {
	t.Helper()
	l, err := s.Layer(layer)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Put(index, block(fill), sha256.Sum256(block(fill)), time.Now()); err != nil {
		t.Fatal(err)
	}
}

func chain(t *testing.T, s *blocks.Store, layers ...string) blocks.Chain {
	t.Helper()
	c, err := s.Chain(layers)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func wantBlock(t *testing.T, c blocks.Chain, index uint32, fill byte) {
	t.Helper()
	buffer := make([]byte, blocks.Size)
	sum, err := c.Get(index, buffer)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(buffer, block(fill)) || sum != sha256.Sum256(buffer) {
		t.Errorf("block %d is %d…, want %d", index, buffer[0], fill)
	}
}

func TestANewerLayerCoversAnOlder(t *testing.T) {
	s := newStore(t, t.TempDir())
	put(t, s, "old", 1, 'a')
	put(t, s, "old", 7, 'b')
	put(t, s, "new", 7, 'c')
	put(t, s, "new", 9, 'd')

	c := chain(t, s, "old", "new")
	wantBlock(t, c, 1, 'a')
	wantBlock(t, c, 7, 'c')
	if got := c.Indexes(); !slices.Equal(got, []uint32{1, 7, 9}) {
		t.Errorf("indexes are %d", got)
	}
	if w, _ := c.Writer(1); w.ID != "old" {
		t.Errorf("block 1 is from %s", w.ID)
	}
	if _, err := c.Get(2, nil); !errors.Is(err, blocks.ErrNoBlock) {
		t.Errorf("error is %v", err)
	}
}

func TestTheLastWriteCountsAndCountsOnce(t *testing.T) {
	s := newStore(t, t.TempDir())
	put(t, s, "l", 3, 'a')
	put(t, s, "l", 3, 'b')
	put(t, s, "l", 0, 'c')
	c := chain(t, s, "l")
	wantBlock(t, c, 3, 'b')
	if got := c.Indexes(); !slices.Equal(got, []uint32{0, 3}) {
		t.Errorf("indexes are %d", got)
	}
	first, second := sha256.Sum256(block('c')), sha256.Sum256(block('b'))
	if c[0].Aggregate() != sha256.Sum256(append(first[:], second[:]...)) {
		t.Error("the aggregate is not over the digests in the order of indexes")
	}
}

func TestATornIndexEntryIsForgotten(t *testing.T) {
	dir := t.TempDir()
	s := newStore(t, dir)
	put(t, s, "l", 1, 'a')
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	index, err := os.OpenFile(filepath.Join(dir, "l", "index"), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := index.WriteString("torn"); err != nil {
		t.Fatal(err)
	}
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	s = newStore(t, dir)
	put(t, s, "l", 2, 'b')
	c := chain(t, s, "l")
	wantBlock(t, c, 1, 'a')
	wantBlock(t, c, 2, 'b')
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := chain(t, newStore(t, dir), "l").Indexes(); !slices.Equal(got, []uint32{1, 2}) {
		t.Errorf("after another opening the indexes are %d", got)
	}
}

func TestARemovedLayerIsGone(t *testing.T) {
	dir := t.TempDir()
	s := newStore(t, dir)
	put(t, s, "l", 1, 'a')
	if err := s.Remove("l"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "l")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
}
