package index

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/lock"
)

// Folder keeps manifests as files. Several runs may use it at once.
type Folder string

// String names the folder.
func (f Folder) String() string { return string(f) }

func (f Folder) name(of digest.Digest) string { return filepath.Join(string(f), of.Encoded()) }

// Get reads the file of the digest, and makes it the youngest.
func (f Folder) Get(_ context.Context, of digest.Digest) (disk.Manifest, error) {
	if err := of.Validate(); err != nil { // it becomes a file's name
		return disk.Manifest{}, ErrNone
	}
	file, err := os.Open(f.name(of))
	if errors.Is(err, fs.ErrNotExist) {
		return disk.Manifest{}, ErrNone
	}
	if err != nil {
		return disk.Manifest{}, err
	}
	text, err := io.ReadAll(io.LimitReader(file, maxBytes+1))
	if err := errors.Join(err, file.Close()); err != nil {
		return disk.Manifest{}, err
	}
	now := time.Now()
	_ = os.Chtimes(file.Name(), now, now) // a folder of somebody else's only forgets sooner
	return prove(text, of)
}

// Put writes the file of the manifest as a whole and removes the oldest ones.
func (f Folder) Put(_ context.Context, m disk.Manifest) (err error) {
	text, of, err := form(m)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return err
	}
	guard, err := os.OpenFile(filepath.Join(string(f), "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, guard.Close()) }()
	if err := lock.Try(guard); err != nil {
		return err
	}
	if err := writeWhole(f.name(of), text); err != nil {
		return err
	}
	return Prune(string(f), maxCount)
}

// writeWhole puts a file into place when all of it is on the disk.
func writeWhole(name string, text []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".new-")
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// Prune leaves the youngest files of a folder, and of those no more bytes than a
// few manifests may have.
func Prune(dir string, count int) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var files []fs.FileInfo
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && e.Name() != "lock" {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	left, gone := int64(4*maxBytes), error(nil)
	for i, info := range files {
		if left -= info.Size(); i < count && left >= 0 {
			continue
		}
		if err := os.Remove(filepath.Join(dir, info.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			gone = errors.Join(gone, err)
		}
	}
	return gone
}
