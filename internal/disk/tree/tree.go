// Package tree identifies the content of a root filesystem, and what a disk is
// made from.
package tree

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"path/filepath"
	"runtime"

	"github.com/opencontainers/go-digest"
	"golang.org/x/sync/errgroup"
)

// version changes when the same tree gets another digest.
const version = "amikit-tree-v1"

// Digest returns the identity of the tree below dir: of every entry its name,
// type, mode, owner, size, content, extended attributes, link target, device
// numbers and hard links. Times are not part of it: a root filesystem that was
// built again with the same content is the same tree.
func Digest(ctx context.Context, dir string) (digest.Digest, error) {
	group, ctx := errgroup.WithContext(ctx)
	w := &walker{root: dir, sum: sha256.New(), seen: map[inode]string{}, todo: make(chan *entry, ahead), ordered: make(chan *entry, ahead)}
	w.field(version)
	group.Go(func() error { return w.walk(ctx) })
	for range runtime.NumCPU() {
		group.Go(func() error { return w.read(ctx) })
	}
	group.Go(func() error { return w.write(ctx) })
	if err := group.Wait(); err != nil {
		return "", fmt.Errorf("identify the root filesystem: %w", err)
	}
	return digest.NewDigest(digest.SHA256, w.sum), nil
}

// ahead is how many entries are met before the first of them is written.
const ahead = 256

// walker writes every field with its length before it, so that no two trees
// have one stream. Entries are read by several workers at a time, and written in
// the order of the walk.
type walker struct {
	root          string
	sum           hash.Hash
	seen          map[inode]string
	todo, ordered chan *entry
}

type inode struct{ device, number uint64 }

// entry is one name in the tree.
type entry struct {
	path, name string
	stat       status
	first      string // name under which the file was met before; else empty
	attributes []attribute
	content    []any // fields
	done       chan struct{}
}

func (w *walker) field(values ...any) {
	for _, value := range values {
		text := fmt.Sprint(value)
		_, _ = fmt.Fprintf(w.sum, "%d:%s,", len(text), text) // a hash takes everything
	}
}

func (w *walker) walk(ctx context.Context) error {
	defer close(w.todo)
	defer close(w.ordered)
	return filepath.WalkDir(w.root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		e, err := w.meet(path)
		if err != nil {
			return err
		}
		return errors.Join(send(ctx, w.todo, e), send(ctx, w.ordered, e))
	})
}

func send(ctx context.Context, to chan<- *entry, e *entry) error {
	select {
	case to <- e:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *walker) meet(path string) (*entry, error) {
	name, err := filepath.Rel(w.root, path)
	if err != nil {
		return nil, err
	}
	stat, err := lstat(path)
	return &entry{path: path, name: name, stat: stat, first: w.link(name, stat), done: make(chan struct{})}, err
}

// link returns the name under which a file with several was met first.
func (w *walker) link(name string, stat status) string {
	if stat.links < 2 || stat.kind.IsDir() {
		return ""
	}
	first, ok := w.seen[stat.inode]
	if !ok {
		w.seen[stat.inode] = name
	}
	return first
}

// write takes the entries when they are read.
func (w *walker) write(ctx context.Context) error {
	for e := range w.ordered {
		select {
		case <-e.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		w.field("entry", e.name, e.stat.mode, e.stat.uid, e.stat.gid, e.stat.device)
		for _, a := range e.attributes {
			w.field("attribute", a.name, a.value)
		}
		if e.first != "" {
			w.field("link", e.first)
		}
		w.field(e.content...)
	}
	return nil
}
