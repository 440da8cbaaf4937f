package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestThePeakOfAFilesystemCountsWhatIsRemovedAgain(t *testing.T) {
	const size = 64 << 20
	dir := t.TempDir()
	work := func() error {
		name := filepath.Join(dir, "file")
		if err := os.WriteFile(name, make([]byte, size), 0o600); err != nil {
			return err
		}
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return err
		}
		return f.Close()
	}
	peak, err := space{dir: dir}.peak(t.Context(), work)
	if err != nil {
		t.Fatal(err)
	}
	// Other programs may free space meanwhile, but hardly half of it.
	if peak < size/2>>20 {
		t.Errorf("peak is %v MiB", peak)
	}
}

func TestAFolderThatIsNotThereCannotBeWatched(t *testing.T) {
	if _, err := (space{dir: filepath.Join(t.TempDir(), "none")}).peak(t.Context(), func() error { return nil }); err == nil {
		t.Error("it was watched")
	}
}
