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

func TestSomeRecordsByTheirKeys(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "records"))
	defer closed(t, s)
	put(t, s, "r/a", "1", "r/b", "2", "r/c", "3", "s/d", "4")
	for name, test := range map[string]struct{ keys, want []string }{
		"in the order of keys": {[]string{"c", "a"}, []string{"1", "3"}},
		"twice is once":        {[]string{"b", "b"}, []string{"2"}},
		"not those elsewhere":  {[]string{"d"}, nil},
		"none is all":          {nil, []string{"1", "2", "3"}},
	} {
		t.Run(name, func(t *testing.T) {
			err := s.View(func(tx *store.Tx) error {
				got, err := words.Some(tx, "r/", test.keys)
				if !slices.Equal(got, test.want) {
					t.Errorf("found %q, want %q", got, test.want)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestRecordsWithAValueInAField(t *testing.T) {
	type owned struct{ Name, Owner string }
	const table = store.Table[owned]("owned")
	s := open(t, filepath.Join(t.TempDir(), "records"))
	defer closed(t, s)
	all := []owned{{"a", "1"}, {`"Owner":"1"`, "2"}, {"c", "12"}, {"d", "2"}}
	err := s.Update(func(tx *store.Tx) error {
		for _, o := range all {
			if err := table.Put(tx, o.Name, o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for owner, want := range map[string]int{"1": 1, "2": 2, "3": 0} {
		err := s.View(func(tx *store.Tx) error {
			got, err := table.List(tx, "", store.HoldingAny("Owner", []string{owner})...)
			if len(got) != want {
				t.Errorf("of %s there are %v, want %d", owner, got, want)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
