package disk

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

func (f *fat) walk(ctx context.Context, visit func(*FileEntry) error) error {
	entries, err := f.root()
	if err != nil {
		return err
	}
	if err := visit(&FileEntry{Path: ".", Mode: fs.ModeDir}); err != nil {
		return err
	}
	w := fatWalk{fat: f, visit: visit, seen: map[uint32]bool{}}
	return w.dir(ctx, ".", entries, 0)
}

type fatWalk struct {
	fat   *fat
	visit func(*FileEntry) error
	seen  map[uint32]bool // clusters of folders, so that a ring of them ends
}

func (w *fatWalk) dir(ctx context.Context, name string, entries []dirEntry, depth int) error {
	slices.SortFunc(entries, func(a, b dirEntry) int { return strings.Compare(a.fullName(), b.fullName()) })
	for _, e := range entries {
		if e.name == "." || e.name == ".." {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.entry(ctx, path.Join(name, e.fullName()), e, depth); err != nil {
			return err
		}
	}
	return nil
}

func (w *fatWalk) entry(ctx context.Context, name string, e dirEntry, depth int) error {
	if !e.dir {
		content, err := w.fat.file(e)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return w.visit(&FileEntry{Path: name, Size: e.size, ModTime: e.time, content: content})
	}
	if err := w.visit(&FileEntry{Path: name, Mode: fs.ModeDir, ModTime: e.time}); err != nil {
		return err
	}
	if w.seen[e.cluster] || depth >= maxDepth {
		return fmt.Errorf("%s: the folders of the filesystem are damaged", name)
	}
	w.seen[e.cluster] = true
	entries, err := w.fat.readDir(e.cluster)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return w.dir(ctx, name, entries, depth+1)
}

// fullName is the name that people gave.
func (e dirEntry) fullName() string {
	if e.long != "" {
		return e.long
	}
	return e.name
}
