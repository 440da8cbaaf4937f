package diskcmd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/builtin"
	"github.com/amikit/amikit/internal/lock"
	"github.com/amikit/amikit/internal/step"
)

// buildBeside makes the disk and its description beside it. Both get their names
// when they are whole, the disk last: a run that is killed leaves no disk.
func buildBeside(ctx context.Context, o builtin.Options, name string) (err error) {
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already; remove it, or name another file", name)
	}
	if err := refuseOtherInfo(name); err != nil {
		return err
	}
	u, err := newUnfinished(name)
	if err != nil {
		return fmt.Errorf("make a folder for the unfinished disk: %w", err)
	}
	defer func() { err = errors.Join(err, u.remove()) }()
	o.Work = filepath.Join(u.dir, "work")
	if err := os.Mkdir(o.Work, 0o700); err != nil {
		return fmt.Errorf("make a folder for temporary files: %w", err)
	}
	if err := buildInto(ctx, o, filepath.Join(u.dir, filepath.Base(name))); err != nil {
		return err
	}
	return u.finish(name)
}

// refuseOtherInfo keeps the description of another disk, which has the one name
// that a folder's description can have, from being replaced by this disk's.
func refuseOtherInfo(name string) error {
	described := filepath.Join(filepath.Dir(name), step.InfoFile)
	info, err := disk.ReadInfo(described)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w; remove it, or name a disk in another folder", err)
	}
	if _, err := os.Lstat(filepath.Join(filepath.Dir(name), info.File)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return fmt.Errorf("%s describes %s, and a folder has one; name a disk in another folder", described, info.File)
}

// unfinished is a hidden folder beside a disk, with all that is written before
// the disk is whole. Its name follows from the disk's: so a run finds what a
// killed one has left, and removes it.
type unfinished struct {
	dir string
	// guard holds the lock.
	guard *os.File
}

func newUnfinished(name string) (*unfinished, error) {
	dir := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".part")
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	guard, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	u := &unfinished{dir: dir, guard: guard}
	if err := lock.Try(guard); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", name, err), guard.Close())
	}
	if err := u.empty(); err != nil {
		return nil, errors.Join(err, guard.Close())
	}
	return u, nil
}

func (u *unfinished) empty() error {
	entries, err := u.guard.ReadDir(-1)
	for _, entry := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(u.dir, entry.Name())))
	}
	return err
}

// finish gives disk and description their names, where no other run was faster.
func (u *unfinished) finish(name string) error {
	if err := refuseOtherInfo(name); err != nil {
		return err
	}
	for _, to := range []string{filepath.Join(filepath.Dir(name), step.InfoFile), name} {
		if err := os.Rename(filepath.Join(u.dir, filepath.Base(to)), to); err != nil {
			return fmt.Errorf("name the finished disk: %w", err)
		}
	}
	return nil
}

func (u *unfinished) remove() error { return errors.Join(os.RemoveAll(u.dir), u.guard.Close()) }
