package blocks_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/amikit/amikit/localaws/blocks"
)

func TestADiskIsCopiedWithoutItsZeroes(t *testing.T) {
	const size = 100*blocks.Size + 1000
	disk, err := os.Create(filepath.Join(t.TempDir(), "disk"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = disk.Close() }()
	writes := map[int64][]byte{
		3*blocks.Size + 5: []byte("in the middle of a block"),
		10 * blocks.Size:  make([]byte, 2*blocks.Size), // written zeroes
		size - 1:          {'z'},
	}
	for offset, data := range writes {
		if _, err := disk.WriteAt(data, offset); err != nil {
			t.Fatal(err)
		}
	}
	s := newStore(t, t.TempDir())
	l, err := s.Layer("l")
	if err != nil {
		t.Fatal(err)
	}
	if err := blocks.CopyDisk(l, disk, size, time.Now); err != nil {
		t.Fatal(err)
	}
	if got := l.Indexes(); !slices.Equal(got, []uint32{3, 100}) {
		t.Fatalf("blocks are %d", got)
	}
	last := make([]byte, blocks.Size)
	if _, err := l.Get(100, last); err != nil {
		t.Fatal(err)
	}
	if last[999] != 'z' || !bytes.Equal(last[1000:], make([]byte, blocks.Size-1000)) {
		t.Error("the last block is not padded with zeroes")
	}
}
