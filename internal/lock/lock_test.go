package lock_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/internal/lock"
)

func open(t *testing.T, name string) *os.File {
	t.Helper()
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAFileIsLockedUntilItIsClosed(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	first, second := open(t, name), open(t, name)
	if err := lock.Try(first); err != nil {
		t.Fatal(err)
	}
	if err := lock.Try(second); !errors.Is(err, lock.ErrBusy) {
		t.Fatalf("a second lock gave %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(lock.Try(second), second.Close()); err != nil {
		t.Fatal(err)
	}
}
