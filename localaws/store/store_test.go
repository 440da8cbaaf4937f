package store_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/amikit/amikit/localaws/store"
)

const words = store.Table[string]("words")

func open(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func closed(t *testing.T, s *store.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func put(t *testing.T, s *store.Store, pairs ...string) {
	t.Helper()
	err := s.Update(func(tx *store.Tx) error {
		for i := 0; i < len(pairs); i += 2 {
			if err := words.Put(tx, pairs[i], pairs[i+1]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func list(t *testing.T, s *store.Store, prefix string) (found []string) {
	t.Helper()
	err := s.View(func(tx *store.Tx) (err error) {
		found, err = words.List(tx, prefix)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestRecordsSurviveAReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "records")
	s := open(t, path)
	put(t, s, "r/b", "2", "r/a", "1", "rr/a", "3")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path)
	defer closed(t, s)
	if got := list(t, s, "r/"); !slices.Equal(got, []string{"1", "2"}) {
		t.Errorf("list is %q", got)
	}
}

func TestAFailedTransactionLeavesNothing(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "records"))
	defer closed(t, s)
	put(t, s, "a", "old")
	failure := errors.New("refused")
	err := s.Update(func(tx *store.Tx) error {
		return errors.Join(words.Put(tx, "a", "new"), words.Put(tx, "b", "new"), failure)
	})
	if !errors.Is(err, failure) {
		t.Fatal(err)
	}
	if got := list(t, s, ""); !slices.Equal(got, []string{"old"}) {
		t.Errorf("list is %q", got)
	}
}

func TestWhatIsNotThere(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "records"))
	defer closed(t, s)
	err := s.Update(func(tx *store.Tx) error {
		if _, found, err := words.Get(tx, "a"); found || err != nil {
			t.Errorf("found %v, error %v", found, err)
		}
		return words.Delete(tx, "a")
	})
	if err != nil {
		t.Error(err)
	}
	if got := list(t, s, ""); got != nil {
		t.Errorf("list is %q", got)
	}
}
