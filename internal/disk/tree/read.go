package tree

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
)

// attribute is an extended attribute.
type attribute struct{ name, value string }

// reader reads one entry after the other.
type reader struct {
	sum    hash.Hash
	buffer []byte
}

// read reads what there is to do.
func (w *walker) read(ctx context.Context) error {
	r := reader{sum: sha256.New(), buffer: make([]byte, 128<<10)}
	for e := range w.todo {
		if err := errors.Join(r.read(e), ctx.Err()); err != nil {
			return err
		}
		close(e.done)
	}
	return nil
}

func (r *reader) read(e *entry) error {
	var err error
	if e.attributes, err = attributes(e.path); err != nil || e.first != "" {
		return err
	}
	switch kind := e.stat.kind; {
	case kind.IsRegular():
		sum, err := r.fileSum(e.path)
		e.content = []any{e.stat.size, sum}
		return err
	case kind&fs.ModeSymlink != 0:
		target, err := os.Readlink(e.path)
		e.content = []any{target}
		return err
	}
	return nil
}

func (r *reader) fileSum(path string) (sum string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	r.sum.Reset()
	// Without its own way of copying, which would take a buffer for each file.
	if _, err := io.CopyBuffer(r.sum, struct{ io.Reader }{file}, r.buffer); err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	return hex.EncodeToString(r.sum.Sum(nil)), nil
}
