package builtin

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// fill writes the system once, straight to its place on the disk, and then the
// filesystem around it. A file of mke2fs's own copying would cost the work space
// and the time a second time.
func (r recoveryPart) fill(ctx context.Context, disk string, offset, size int64) error {
	around, err := r.makeAround(ctx, size)
	if err != nil {
		return err
	}
	err = r.fillAround(ctx, around, disk, offset)
	return errors.Join(err, around.Close(), os.Remove(around.Name()))
}

// makeAround makes the partition's filesystem, in which recovery.img is empty, in
// a sparse file of its own.
func (r recoveryPart) makeAround(ctx context.Context, size int64) (*os.File, error) {
	stage, err := newStage(r.outer.work, "recovery")
	if err != nil {
		return nil, err
	}
	if err := stage.copy(kairosMenu, r.menu); err != nil {
		return nil, err
	}
	if err := stage.write(recoveryImage, nil, 0o644); err != nil {
		return nil, err
	}
	if err := stage.settle(); err != nil {
		return nil, err
	}
	name := filepath.Join(r.outer.work, "recovery.fs")
	if err := createSparse(name, size); err != nil {
		return nil, err
	}
	r.outer.source = stage.dir
	if err := r.outer.fill(ctx, name, 0, size); err != nil {
		return nil, err
	}
	if err := os.RemoveAll(stage.dir); err != nil {
		return nil, err
	}
	return os.OpenFile(name, os.O_RDWR, 0)
}

// fillAround makes recovery.img where the partition has room for it, and gives its
// blocks to the file of that name.
func (r recoveryPart) fillAround(ctx context.Context, around *os.File, disk string, offset int64) error {
	space, err := openExtSpace(around)
	if err != nil {
		return err
	}
	start, err := space.freeMiB()
	if err != nil {
		return err
	}
	if err := r.makeImage(ctx, disk, offset+start*extBlock); err != nil {
		return fmt.Errorf("make recovery.img: %w", err)
	}
	number, err := inodeOf(ctx, around, recoveryImage)
	if err != nil {
		return err
	}
	placed, err := place(space, number, start, r.image)
	if err != nil {
		return fmt.Errorf("place recovery.img: %w", err)
	}
	return placed.overlay(disk, offset)
}

func (r recoveryPart) makeImage(ctx context.Context, disk string, offset int64) error {
	if err := r.system.make(ctx, disk, offset, r.image); err != nil {
		return err
	}
	if err := r.addMissing(ctx, disk, offset); err != nil {
		return err
	}
	return r.system.times.apply(disk, offset, r.system.source)
}

// addMissing makes folders in the finished image, since the root filesystem
// itself is only read.
func (r recoveryPart) addMissing(ctx context.Context, disk string, offset int64) error {
	if len(r.missing) == 0 {
		return nil
	}
	var commands strings.Builder
	for _, p := range r.missing {
		fmt.Fprintf(&commands, "mkdir /%[1]s\nsif /%[1]s mode 04%04[2]o\nsif /%[1]s mtime @%[3]d\n", p.path, p.mode, earliestOnFAT)
	}
	script := filepath.Join(r.outer.work, "mountpoints")
	if err := os.WriteFile(script, []byte(commands.String()), 0o600); err != nil {
		return err
	}
	return r.tools.debugfs.script(ctx, fmt.Sprintf("%s?offset=%d", disk, offset), script)
}
