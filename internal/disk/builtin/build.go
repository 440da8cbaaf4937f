// Package builtin makes a raw EFI disk of a root filesystem from plain files,
// without loop devices, mounts or privilege: the filesystems are written straight
// into the sparse disk file. The same input gives the same bytes.
package builtin

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/content"
	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/disk/tree"
	"github.com/amikit/amikit/internal/option"
)

// Version changes when the same input gives another disk.
const Version = "3"

// Options are what a disk is made from.
type Options struct {
	// Rootfs is the folder with the root filesystem; nothing is written to it.
	Rootfs string
	// Work is an existing folder for files that are thrown away.
	Work string
	// UserData is the cloud-config; nil for none.
	UserData []byte
	// DiskSize is the disk's size in MiB; 0 makes it as large as it needs to be.
	DiskSize int64
	// StateSize is the size in MiB of the partition that a Kairos system adds at
	// its first boot; 0 computes it.
	StateSize int64
	// RecoverySize is the size in MiB of recovery.img on a Kairos disk; 0 makes it
	// as large as it needs to be.
	RecoverySize int64
	// Content is what a Kairos disk brings along for its first boot; nil for
	// nothing. Any other system gets none, and a warning.
	Content *content.Set
	// KernelCmdline are words for the end of the kernel command line.
	KernelCmdline string
	// Fstab are lines for /etc/fstab, with ";" or newlines between them, in the
	// place of the root filesystem's own; empty keeps those.
	Fstab string
	// Epoch is SOURCE_DATE_EPOCH: later times become this one. Zero means unset.
	Epoch time.Time
	// PreferPath takes the tools of PATH before those of the root filesystem, as
	// where a tools image was asked for.
	PreferPath bool
	// Warn takes one line for people, such as a cloud-config that nothing reads.
	Warn func(line string)

	contentSum digest.Digest // of Content; empty where there is none
}

// Build makes the disk as the named file, which must not exist, and describes it.
// After a failure there is no file.
func Build(ctx context.Context, o Options, name string) (info *disk.Info, err error) {
	root, err := rootfs.Open(o.Rootfs)
	if err != nil {
		return nil, err
	}
	inputs, err := o.inputs(ctx, root)
	if err != nil {
		return nil, err
	}
	if !o.Content.Empty() {
		if o.contentSum, err = o.Content.Digest(ctx); err != nil {
			return nil, err
		}
	}
	plan, err := o.plan(ctx, root, newIdentity(inputs.Digest()))
	if err != nil {
		return nil, err
	}
	if err := createSparse(name, plan.size); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, removeFile(name))
		}
	}()
	if err := plan.write(ctx, name); err != nil {
		return nil, err
	}
	info, err = describe(ctx, name)
	if err != nil {
		return nil, err
	}
	inputs.Settings["CONTENT"] = o.contentSum.String()
	info.Inputs, info.Builder = inputs.Digest(), &disk.Builder{Name: inputs.Builder, Version: inputs.Version}
	return info, nil
}

func (o Options) inputs(ctx context.Context, root *rootfs.Root) (tree.Inputs, error) {
	sum, err := tree.Digest(ctx, root.Dir())
	if err != nil {
		return tree.Inputs{}, err
	}
	settings := map[string]string{option.KernelCmdline: o.KernelCmdline}
	for name, size := range map[string]int64{option.DiskSize: o.DiskSize, option.StateSize: o.StateSize, option.RecoverySize: o.RecoverySize} {
		if size > 0 {
			settings[name] = fmt.Sprint(size)
		}
	}
	if o.Fstab != "" {
		settings[option.Fstab] = o.Fstab
	}
	if !o.Epoch.IsZero() {
		settings["SOURCE_DATE_EPOCH"] = fmt.Sprint(o.Epoch.Unix())
	}
	return tree.Inputs{Root: sum, UserData: o.UserData, Settings: settings, Builder: option.BuilderBuiltin, Version: Version}, nil
}

// describe reads the finished disk back and refuses one that is not right.
func describe(ctx context.Context, name string) (info *disk.Info, err error) {
	file, err := disk.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err = disk.Describe(ctx, file)
	if err != nil {
		return nil, err
	}
	if len(info.Problems) > 0 || info.BootMode != disk.BootUEFI {
		return nil, fmt.Errorf("the disk that was made does not read back as one that boots: %q", info.Problems)
	}
	return info, nil
}

func removeFile(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove the unfinished disk: %w", err)
	}
	return nil
}

func (o Options) warn(format string, args ...any) {
	if o.Warn != nil {
		o.Warn(fmt.Sprintf(format, args...))
	}
}
