// Package tree identifies the content of a root filesystem, and what a disk is
// made from.
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
	"path/filepath"

	"github.com/opencontainers/go-digest"
)

// version changes when the same tree gets another digest.
const version = "amikit-tree-v1"

// Digest returns the identity of the tree below dir: of every entry its name,
// type, mode, owner, size, content, extended attributes, link target, device
// numbers and hard links. Times are not part of it: a root filesystem that was
// built again with the same content is the same tree.
func Digest(ctx context.Context, dir string) (digest.Digest, error) {
	w := &walker{root: dir, sum: sha256.New(), seen: map[inode]string{}}
	w.field(version)
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		return w.entry(path)
	})
	if err != nil {
		return "", fmt.Errorf("identify the root filesystem: %w", err)
	}
	return digest.NewDigest(digest.SHA256, w.sum), nil
}

// walker writes every field with its length before it, so that no two trees
// have one stream.
type walker struct {
	root string
	sum  hash.Hash
	seen map[inode]string
}

type inode struct{ device, number uint64 }

func (w *walker) field(values ...any) {
	for _, value := range values {
		text := fmt.Sprint(value)
		_, _ = fmt.Fprintf(w.sum, "%d:%s,", len(text), text) // a hash takes everything
	}
}

func (w *walker) entry(path string) error {
	name, err := filepath.Rel(w.root, path)
	if err != nil {
		return err
	}
	stat, err := lstat(path)
	if err != nil {
		return err
	}
	w.field("entry", name, stat.mode, stat.uid, stat.gid, stat.device)
	if err := w.attributes(path); err != nil {
		return err
	}
	if first, linked := w.link(name, stat); linked {
		w.field("link", first)
		return nil
	}
	return w.content(path, stat)
}

// link finds the name under which a file with several was met first.
func (w *walker) link(name string, stat status) (string, bool) {
	if stat.links < 2 || stat.kind.IsDir() {
		return "", false
	}
	if first, ok := w.seen[stat.inode]; ok {
		return first, true
	}
	w.seen[stat.inode] = name
	return "", false
}

func (w *walker) content(path string, stat status) error {
	switch {
	case stat.kind.IsRegular():
		sum, err := fileSum(path)
		w.field(stat.size, sum)
		return err
	case stat.kind&fs.ModeSymlink != 0:
		target, err := os.Readlink(path)
		w.field(target)
		return err
	}
	return nil
}

func fileSum(path string) (sum string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
