package blocks_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/amikit/amikit/localaws/blocks"
)

func TestPiecesAreJoinedToBlocks(t *testing.T) {
	s := newStore(t, t.TempDir())
	l, err := s.Layer("l")
	if err != nil {
		t.Fatal(err)
	}
	scatter := &blocks.Scatter{Layer: l, Now: time.Now}
	want := make([]byte, 4*blocks.Size)
	for _, piece := range []struct {
		offset int64
		data   []byte
	}{
		{0, []byte("begin")},
		{blocks.Size - 3, []byte("across")},
		{3 * blocks.Size, make([]byte, 1000)},
		{100, []byte("back in the first block")},
	} {
		copy(want[piece.offset:], piece.data)
		if err := scatter.Write(piece.offset, piece.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := scatter.Flush(); err != nil {
		t.Fatal(err)
	}
	if got := l.Indexes(); !slices.Equal(got, []uint32{0, 1}) {
		t.Fatalf("blocks are %d", got)
	}
	got := make([]byte, 2*blocks.Size)
	for i := range uint32(2) {
		if _, err := l.Get(i, got[i*blocks.Size:]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(got, want[:2*blocks.Size]) {
		t.Error("the bytes are others")
	}
}
