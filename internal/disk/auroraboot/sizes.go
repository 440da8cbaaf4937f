package auroraboot

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/amikit/amikit/internal/option"
)

// What auroraboot adds, in MiB: to the files for recovery.img, to twice that for
// its partition, and to that for the disk.
const (
	aroundFiles    = 300
	aroundRecovery = 150
	aroundDisk     = 130
)

// checkSizes refuses before the long work what auroraboot would ignore, or would
// refuse after it. It counts no symbolic links, whose targets auroraboot looks up
// on the building system, so that it never asks for too much.
func (o Options) checkSizes(ctx context.Context) error {
	files, err := contentMiB(ctx, o.Rootfs)
	if err != nil {
		return err
	}
	image := files + aroundFiles
	if o.RecoverySize > 0 {
		image = o.RecoverySize
	}
	for _, size := range []struct {
		setting      string
		given, least int64
	}{
		{option.RecoverySize, o.RecoverySize, files},
		{option.StateSize, o.StateSize, 2 * files},
		{option.DiskSize, o.DiskSize, 2*image + aroundRecovery + aroundDisk},
	} {
		if size.given > 0 && size.given < size.least {
			return fail(fmt.Sprintf("set %s to %d or more, or leave it unset", size.setting, size.least),
				"%s of %d MiB is too small for the root filesystem of %d MiB", size.setting, size.given, files)
		}
	}
	return nil
}

// contentMiB is the size of the files that auroraboot copies.
func contentMiB(ctx context.Context, root string) (int64, error) {
	total := int64(0)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || ctx.Err() != nil {
			return fmt.Errorf("measure the root filesystem: %w", firstOf(err, ctx.Err()))
		}
		if entry.IsDir() && isLeftOut(root, path) {
			return fs.SkipDir
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		info, err := entry.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total >> 20, err
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// isLeftOut knows the folders at the top that auroraboot does not copy.
func isLeftOut(root, path string) bool {
	name, err := filepath.Rel(root, path)
	return err == nil && strings.Contains(" mnt proc sys dev tmp host run ", " "+name+" ")
}
