package builtin

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// stage is a folder in which the content of a small filesystem is laid out.
type stage struct{ dir string }

func newStage(work, name string) (stage, error) {
	dir := filepath.Join(work, name)
	return stage{dir: dir}, errors.Join(os.Mkdir(dir, 0o755), os.Chmod(dir, 0o755))
}

func (s stage) path(name string) string { return filepath.Join(s.dir, name) }

// write makes a file and the folders that lead to it.
func (s stage) write(name string, data []byte, mode fs.FileMode) error {
	path := s.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	// A second time, because the first one heeds the umask.
	return errors.Join(os.WriteFile(path, data, mode), os.Chmod(path, mode))
}

func (s stage) copy(name, from string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return s.write(name, data, 0o644)
}

// settle gives every file one fixed time, and folders their mode.
func (s stage) settle() error {
	when := time.Unix(earliestOnFAT, 0)
	return filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			err = os.Chmod(path, 0o755)
		}
		return errors.Join(err, os.Chtimes(path, when, when))
	})
}
