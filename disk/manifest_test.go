package disk_test

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/amikit/amikit/disk"
)

func block(index uint32, fill byte) disk.Block {
	return disk.Block{Index: index, SHA256: sha256.Sum256(bytes.Repeat([]byte{fill}, disk.BlockSize))}
}

func TestAManifestSurvivesItsCanonicalForm(t *testing.T) {
	for name, want := range map[string]disk.Manifest{
		"empty disk":            {},
		"only holes":            {Size: 3 * disk.BlockSize},
		"a block after a hole":  {Size: 3 * disk.BlockSize, Blocks: []disk.Block{block(2, 1)}},
		"a last block cut off":  {Size: disk.BlockSize + 1, Blocks: []disk.Block{block(0, 1), block(1, 2)}},
		"a disk of four GiB":    {Size: 4 << 30, Blocks: []disk.Block{block(8191, 9)}},
		"a size above 32 bits ": {Size: 1 << 44},
	} {
		t.Run(name, func(t *testing.T) {
			form, err := want.MarshalBinary()
			if err != nil {
				t.Fatal(err)
			}
			var got disk.Manifest
			if err := got.UnmarshalBinary(form); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatal(diff)
			}
		})
	}
}

func TestAManifestWithoutCanonicalFormIsRefused(t *testing.T) {
	for name, m := range map[string]disk.Manifest{
		"a negative size":         {Size: -1},
		"a block beyond the end":  {Size: disk.BlockSize, Blocks: []disk.Block{block(1, 1)}},
		"blocks out of order":     {Size: 4 * disk.BlockSize, Blocks: []disk.Block{block(2, 1), block(1, 1)}},
		"one block twice":         {Size: 4 * disk.BlockSize, Blocks: []disk.Block{block(2, 1), block(2, 1)}},
		"a block of no-byte disk": {Blocks: []disk.Block{block(0, 1)}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := m.MarshalBinary(); err == nil {
				t.Fatal("it was marshalled")
			}
		})
	}
}

func TestTextThatIsNoCanonicalFormIsRefused(t *testing.T) {
	good, err := disk.Manifest{Size: 2 * disk.BlockSize, Blocks: []disk.Block{block(1, 1)}}.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	changed := func(at int, to byte) []byte {
		form := bytes.Clone(good)
		form[at] = to
		return form
	}
	for name, form := range map[string][]byte{
		"nothing":                nil,
		"a later version":        changed(13, '2'),
		"padding that is a text": changed(15, 'x'),
		"another block size":     changed(17, 9),
		"a negative size":        changed(20, 0xff),
		"a cut-off record":       good[:len(good)-1],
		"a block beyond the end": changed(31, 2),
	} {
		t.Run(name, func(t *testing.T) {
			var m disk.Manifest
			if err := m.UnmarshalBinary(form); err == nil {
				t.Fatalf("it was taken as %+v", m)
			}
		})
	}
}

func TestDataBytesCountsTheLastBlockOnlyToTheDisksEnd(t *testing.T) {
	m := disk.Manifest{Size: disk.BlockSize + 100, Blocks: []disk.Block{block(0, 1), block(1, 2)}}
	if got, want := m.DataBytes(), int64(disk.BlockSize+100); got != want {
		t.Fatalf("counted %d bytes, want %d", got, want)
	}
}

func TestDiffNamesTheBlocksThatDiffer(t *testing.T) {
	parent := disk.Manifest{Size: 8 * disk.BlockSize, Blocks: []disk.Block{block(0, 1), block(2, 2), block(3, 3), block(7, 7)}}
	m := disk.Manifest{Size: 6 * disk.BlockSize, Blocks: []disk.Block{block(0, 1), block(1, 9), block(3, 4)}}
	type change struct {
		Index    uint32
		Old, New bool
	}
	var got []change
	for _, c := range m.Diff(parent) {
		got = append(got, change{c.Index, c.Old != nil, c.New != nil})
	}
	want := []change{{1, false, true}, {2, true, false}, {3, true, true}, {7, true, false}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	if changes := m.Diff(m); len(changes) != 0 {
		t.Fatalf("a manifest differs from itself: %v", changes)
	}
}

func FuzzManifestUnmarshal(f *testing.F) {
	for _, m := range []disk.Manifest{{}, {Size: 5}, {Size: 3 * disk.BlockSize, Blocks: []disk.Block{block(0, 1), block(2, 2)}}} {
		form, err := m.MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(form)
	}
	f.Fuzz(func(t *testing.T, form []byte) {
		var m disk.Manifest
		if err := m.UnmarshalBinary(form); err != nil {
			return
		}
		again, err := m.MarshalBinary()
		if err != nil || !bytes.Equal(again, form) {
			t.Fatalf("what was parsed has another form: %v", err)
		}
	})
}
