package auroraboot

import (
	"fmt"
	"io"

	"github.com/amikit/amikit/internal/disk/content"
	"github.com/amikit/amikit/internal/disk/size"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
	"github.com/amikit/amikit/internal/userdata"
)

// Options are what a disk is made of and where.
type Options struct {
	// Rootfs is the folder of the root filesystem; it is only read.
	Rootfs string
	// UserData is the cloud-config; nil leaves a minimal one on the disk.
	UserData []byte
	// Content is what the disk brings along for its first boot; nil for nothing.
	Content *content.Set
	// Work is scratch space for about three times the root filesystem.
	Work string
	// Out gets the raw disk and its description.
	Out string
	// DiskSize, StateSize and RecoverySize are in MiB; 0 leaves them to auroraboot.
	DiskSize, StateSize, RecoverySize int64
	// Log gets auroraboot's log, without secrets, and this package's own lines.
	Log io.Writer
}

// FromExec reads the options of the exec: the paths of package step, the sizes
// from the environment. Sizes and user-data that cannot be used are an error.
func FromExec(getenv func(string) string, log io.Writer) (Options, error) {
	o := Options{Rootfs: step.Rootfs, Work: step.Work, Out: step.Out, Log: log}
	if err := o.readSizes(getenv); err != nil {
		return o, err
	}
	var err error
	if o.UserData, err = userdata.Read(step.UserDataPlaces(), getenv(step.UserDataEnv)); err != nil {
		return o, err
	}
	o.Content, err = content.FromMount(step.Content, getenv)
	return o, err
}

func (o *Options) readSizes(getenv func(string) string) error {
	for name, target := range map[string]*int64{
		option.DiskSize: &o.DiskSize, option.StateSize: &o.StateSize, option.RecoverySize: &o.RecoverySize,
	} {
		var err error
		if *target, err = size.Parse(getenv(name)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}
