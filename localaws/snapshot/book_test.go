package snapshot_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/localaws/blocks"
	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/timing"
)

func newBook(t *testing.T, dir string) *snapshot.Book {
	t.Helper()
	records, err := store.Open(filepath.Join(dir, "records"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := blocks.NewStore(filepath.Join(dir, "blocks"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(records.Close(), data.Close()); err != nil {
			t.Error(err)
		}
	})
	return &snapshot.Book{Records: records, Data: data, Clock: timing.NewClock(timing.Durations{})}
}

func nothing(*store.Tx, snapshot.Record) error { return nil }

func TestDataLivesAsLongAsASnapshotNeedsIt(t *testing.T) {
	dir := t.TempDir()
	book := newBook(t, dir)
	parent := snapshot.Record{ID: "parent", Region: "r", Layers: []string{"parent"}}
	child := snapshot.Record{ID: "child", Region: "r", Layers: []string{"parent", "child"}}
	for _, record := range []snapshot.Record{parent, child} {
		if err := book.Put(record); err != nil {
			t.Fatal(err)
		}
		if _, err := book.Chain(record); err != nil {
			t.Fatal(err)
		}
	}
	layers := func() []os.DirEntry {
		entries, err := os.ReadDir(filepath.Join(dir, "blocks"))
		if err != nil {
			t.Fatal(err)
		}
		return entries
	}
	if err := book.Delete("r", "parent", nothing); err != nil {
		t.Fatal(err)
	}
	if left := layers(); len(left) != 2 {
		t.Errorf("the child keeps %v", left)
	}
	if err := book.Delete("r", "child", nothing); err != nil {
		t.Fatal(err)
	}
	if left := layers(); len(left) != 0 {
		t.Errorf("without snapshots there is still %v", left)
	}
	if err := book.Delete("r", "child", nothing); !errors.Is(err, snapshot.ErrNotFound) {
		t.Errorf("a second deletion: %v", err)
	}
}

func TestADeletionThatIsRefusedLeavesAll(t *testing.T) {
	book := newBook(t, t.TempDir())
	if err := book.Put(snapshot.Record{ID: "s", Region: "r"}); err != nil {
		t.Fatal(err)
	}
	refusal := errors.New("in use")
	err := book.Delete("r", "s", func(*store.Tx, snapshot.Record) error { return refusal })
	if !errors.Is(err, refusal) {
		t.Errorf("error is %v", err)
	}
	if _, err := book.Find("r", "s"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestRegionsAreApart(t *testing.T) {
	book := newBook(t, t.TempDir())
	if err := book.Put(snapshot.Record{ID: "s", Region: "r"}); err != nil {
		t.Fatal(err)
	}
	if _, err := book.Find("other", "s"); !errors.Is(err, snapshot.ErrNotFound) {
		t.Errorf("error is %v", err)
	}
	if list, err := book.List("r"); err != nil || len(list) != 1 {
		t.Errorf("list is %v, %v", list, err)
	}
}
