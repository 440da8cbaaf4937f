package auroraboot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/tree"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// publish describes the disk and moves it to its place.
func (b *build) publish(ctx context.Context, raw string) (err error) {
	if err := os.Chmod(raw, 0o644); err != nil {
		return fmt.Errorf("publish the disk: %w", err)
	}
	name := filepath.Join(b.Out, fileName(raw))
	if err := os.Rename(raw, name); err != nil {
		return fmt.Errorf("publish the disk: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(name))
		}
	}()
	info, err := b.describe(ctx, name)
	if err != nil {
		return err
	}
	return info.WriteFile(filepath.Join(b.Out, step.InfoFile))
}

// describe scans the disk and says what it was made from.
func (b *build) describe(ctx context.Context, name string) (info *disk.Info, err error) {
	f, err := disk.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if info, err = disk.Describe(ctx, f); err != nil {
		return nil, err
	}
	root, err := tree.Digest(ctx, b.Rootfs)
	if err != nil {
		return nil, err
	}
	settings, err := b.settings(ctx)
	if err != nil {
		return nil, err
	}
	info.Builder = &disk.Builder{Name: program, Version: b.version}
	info.Inputs = tree.Inputs{
		Root: root, UserData: b.UserData, Settings: settings, Builder: program, Version: b.version,
	}.Digest()
	return info, nil
}

// settings are the given sizes by name, and the content's identity.
func (o Options) settings(ctx context.Context) (map[string]string, error) {
	settings := map[string]string{}
	for name, mib := range map[string]int64{
		option.DiskSize: o.DiskSize, option.StateSize: o.StateSize, option.RecoverySize: o.RecoverySize,
	} {
		if mib > 0 {
			settings[name] = strconv.FormatInt(mib, 10)
		}
	}
	if o.Content.Empty() {
		return settings, nil
	}
	sum, err := o.Content.Digest(ctx)
	settings["CONTENT"] = sum.String()
	return settings, err
}

// fileName is auroraboot's own name for the disk with what needs quoting made a
// dash: a release file can put blanks into it.
func fileName(raw string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("._+-", r) || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' {
			return r
		}
		return '-'
	}, filepath.Base(raw))
}
