// Package rootfs reads the root filesystem of a system that is not running: its
// release, kernel, initrd, boot loaders and disk tools. Every path is resolved
// inside the root filesystem, so that an absolute symbolic link never leads to
// the machine that builds.
package rootfs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"

	securejoin "github.com/cyphar/filepath-securejoin"
)

// Root is a root filesystem in a folder.
type Root struct{ dir string }

// File is a regular file of a root filesystem.
type File struct {
	// Path is its path in the root filesystem, with no slash before it and all
	// symbolic links resolved.
	Path string
	// Host is where this process opens it.
	Host string
}

// Open returns the root filesystem in dir.
func Open(dir string) (*Root, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open root filesystem: %w", err)
	}
	info, err := os.Stat(absolute)
	if err != nil {
		return nil, fmt.Errorf("open root filesystem: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("open root filesystem: %s is no folder", dir)
	}
	return &Root{dir: absolute}, nil
}

// Dir returns the folder's absolute path.
func (r *Root) Dir() string { return r.dir }

// Resolve returns where the host has the named path, with every symbolic link
// followed inside the root filesystem. The path need not exist.
func (r *Root) Resolve(name string) (string, error) {
	path, err := securejoin.SecureJoin(r.dir, name)
	if err != nil {
		return "", fmt.Errorf("resolve %s in the root filesystem: %w", name, err)
	}
	return path, nil
}

// File returns the named regular file; [fs.ErrNotExist] where there is none.
func (r *Root) File(name string) (File, error) {
	host, err := r.Resolve(name)
	if err != nil {
		return File{}, err
	}
	info, err := os.Stat(host)
	if err != nil {
		return File{}, err
	}
	if !info.Mode().IsRegular() {
		return File{}, fmt.Errorf("%s is no regular file: %w", name, fs.ErrNotExist)
	}
	path, err := filepath.Rel(r.dir, host)
	return File{Path: path, Host: host}, err
}

// IsDir reports whether the named path is a folder.
func (r *Root) IsDir(name string) bool {
	host, err := r.Resolve(name)
	if err != nil {
		return false
	}
	info, err := os.Stat(host)
	return err == nil && info.IsDir()
}

// First returns the first of the named files that exists.
func (r *Root) First(names ...string) (File, bool) {
	for _, name := range names {
		if file, err := r.File(name); err == nil {
			return file, true
		}
	}
	return File{}, false
}

// Glob returns the files of folder dir whose names match the pattern, in the
// order of their versions, the highest first.
func (r *Root) Glob(dir, pattern string) []File {
	host, err := r.Resolve(dir)
	if err != nil {
		return nil
	}
	entries, err := os.ReadDir(host)
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range entries {
		if match, _ := filepath.Match(pattern, entry.Name()); match {
			names = append(names, entry.Name())
		}
	}
	sort.Slice(names, func(i, j int) bool { return newer(names[i], names[j]) })
	return r.existing(dir, names)
}

func (r *Root) existing(dir string, names []string) []File {
	var files []File
	for _, name := range names {
		if file, err := r.File(filepath.Join(dir, name)); err == nil {
			files = append(files, file)
		}
	}
	return files
}

// Read returns the named file's content.
func (r *Root) Read(name string) ([]byte, error) {
	file, err := r.File(name)
	if err != nil {
		return nil, err
	}
	return os.ReadFile(file.Host)
}

// Head returns the first n bytes of a file, or all of a shorter one.
func (f File) Head(n int64) (head []byte, err error) {
	file, err := os.Open(f.Host)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return io.ReadAll(io.LimitReader(file, n))
}
