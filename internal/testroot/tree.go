// Package testroot makes small root filesystems for tests that do not boot them:
// the files that amikit and auroraboot look at, with the right names, keys and
// magic numbers, in some ten KiB.
package testroot

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Entry is one file, symbolic link or directory of a [Tree].
type Entry struct {
	// Mode holds the permissions, and fs.ModeDir or fs.ModeSymlink.
	Mode fs.FileMode
	// Data is the content of a file, or the target of a symbolic link.
	Data []byte
}

// Tree is a root filesystem: entries by their path, with no slash before it.
// Parent directories need no entry of their own.
type Tree map[string]Entry

// File returns an entry for a plain file of mode 0644.
func File(content string) Entry { return Entry{Mode: 0o644, Data: []byte(content)} }

// Link returns an entry for a symbolic link.
func Link(target string) Entry { return Entry{Mode: fs.ModeSymlink | 0o777, Data: []byte(target)} }

// Dir returns an entry for a directory of mode 0755.
func Dir() Entry { return Entry{Mode: fs.ModeDir | 0o755} }

// With returns a copy of the tree with one entry added or replaced.
func (t Tree) With(path string, e Entry) Tree {
	clone := maps.Clone(t)
	clone[path] = e
	return clone
}

// Without returns a copy of the tree without the entries of these paths. It
// panics where there is none: the test that asks for it would prove nothing.
func (t Tree) Without(paths ...string) Tree {
	clone := maps.Clone(t)
	for _, path := range paths {
		if _, ok := clone[path]; !ok {
			panic(fmt.Sprintf("testroot: no entry %q to leave out", path))
		}
		delete(clone, path)
	}
	return clone
}

// Write makes the tree's files below dir, which may exist.
func (t Tree) Write(dir string) error {
	for _, path := range slices.Sorted(maps.Keys(t)) {
		if err := t[path].write(filepath.Join(dir, path)); err != nil {
			return fmt.Errorf("write the root filesystem for a test: %w", err)
		}
	}
	return nil
}

func (e Entry) write(path string) error {
	if e.Mode.IsDir() {
		return os.MkdirAll(path, e.Mode.Perm())
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if e.Mode&fs.ModeSymlink != 0 {
		return os.Symlink(string(e.Data), path)
	}
	if err := os.WriteFile(path, e.Data, 0o600); err != nil {
		return err
	}
	return os.Chmod(path, e.Mode.Perm())
}
