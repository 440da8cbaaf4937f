package builtin

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/amikit/amikit/internal/disk/rootfs"
)

// edit is a file, or a symbolic link, that the root partition gets in addition to
// the root filesystem, which itself is only read.
type edit struct {
	path string
	data []byte
	link string // target; empty for a file
}

// apply makes the edits in the ext filesystem at the offset of a disk.
func (e edits) apply(ctx context.Context, disk string, offset int64) error {
	if len(e.list) == 0 {
		return nil
	}
	var script strings.Builder
	made := map[string]bool{}
	for i, one := range e.list {
		if err := e.write(&script, made, i, one); err != nil {
			return err
		}
	}
	name := filepath.Join(e.work, "edits")
	if err := os.WriteFile(name, []byte(script.String()), 0o600); err != nil {
		return err
	}
	return e.debugfs.script(ctx, fmt.Sprintf("%s?offset=%d", disk, offset), name)
}

// edits are edits of one root filesystem with what they need.
type edits struct {
	list    []edit
	root    *rootfs.Root
	debugfs *program
	work    string
}

// write adds the commands for one edit. debugfs links a file by its bare name,
// so it has to be in the folder.
func (e edits) write(script *strings.Builder, made map[string]bool, i int, one edit) error {
	dir, err := e.inside(path.Dir(one.path))
	if err != nil {
		return err
	}
	e.makeDirs(script, made, dir)
	name := path.Base(one.path)
	if _, err := os.Lstat(filepath.Join(e.root.Dir(), dir, name)); err == nil {
		fmt.Fprintf(script, "rm /%s/%s\n", dir, name)
	}
	fmt.Fprintf(script, "cd /%s\n", dir)
	if one.link != "" {
		fmt.Fprintf(script, "symlink %s %s\n", name, one.link)
		setInode(script, path.Join(dir, name), 0o120777)
		return nil
	}
	content := filepath.Join(e.work, fmt.Sprintf("edit-%d", i))
	fmt.Fprintf(script, "write \"%s\" %s\n", content, name)
	setInode(script, path.Join(dir, name), 0o100644)
	return os.WriteFile(content, one.data, 0o600)
}

// inside returns the path behind the root filesystem's symbolic links.
func (e edits) inside(name string) (string, error) {
	host, err := e.root.Resolve(name)
	if err != nil {
		return "", err
	}
	return filepath.Rel(e.root.Dir(), host)
}

func (e edits) makeDirs(script *strings.Builder, made map[string]bool, dir string) {
	if dir == "." || made[dir] || e.root.IsDir(dir) {
		return
	}
	e.makeDirs(script, made, path.Dir(dir))
	fmt.Fprintf(script, "mkdir /%s\n", dir)
	setInode(script, dir, 0o040755)
	made[dir] = true
}

// setInode makes what debugfs takes from its own process the same everywhere.
func setInode(script *strings.Builder, name string, mode uint16) {
	fmt.Fprintf(script, "sif /%[1]s mode %#[2]o\nsif /%[1]s uid 0\nsif /%[1]s gid 0\nsif /%[1]s mtime @%[3]d\n", name, mode, earliestOnFAT)
}
