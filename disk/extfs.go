package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// open returns the regular file at a path.
func (e *ext) open(name string) (*extFile, error) {
	i, err := e.find(name)
	if err != nil {
		return nil, err
	}
	if !i.is(modeFile) {
		return nil, fmt.Errorf("%s is no regular file: %w", name, fs.ErrNotExist)
	}
	return e.file(i)
}

// exists reports whether there is anything at the path.
func (e *ext) exists(name string) bool {
	_, err := e.find(name)
	return err == nil
}

// maxText is how much of a text file is read.
const maxText = 4 << 20

// readText returns a file's content, or nothing where there is no such file.
func (e *ext) readText(name string) ([]byte, error) {
	f, err := e.open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(f, 0, min(f.Size(), maxText)))
}

// names lists a directory without "." and ".."; nothing where there is none.
func (e *ext) names(name string) ([]string, error) {
	dir, err := e.find(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !dir.is(modeDir) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	err = e.each(dir, func(entry string, _ uint32) bool {
		if entry != "." && entry != ".." {
			names = append(names, entry)
		}
		return true
	})
	return names, err
}
