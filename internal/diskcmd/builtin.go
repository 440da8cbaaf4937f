package diskcmd

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/disk/builtin"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// paths are the places that a disk exec mounts.
type paths struct{ rootfs, userData, work, out string }

// newBuiltinCommand returns the verb of the builtin exec.
func newBuiltinCommand(getenv func(string) string) *cobra.Command {
	p := paths{rootfs: step.Rootfs, userData: step.UserData, work: step.Work, out: step.Out}
	return newExecCommand("builtin", "Make a disk of /rootfs without privilege, in /out", getenv,
		func(ctx context.Context, cmd *cobra.Command) error {
			return p.builtin(ctx, getenv, warner(cmd))
		})
}

func (p paths) builtin(ctx context.Context, getenv func(string) string, warn func(string)) error {
	o, err := builtinOptions(option.Resolve(getenv), getenv)
	if err != nil {
		return err
	}
	// The only tools on PATH are those of an image that was asked for.
	o.Rootfs, o.Work, o.Warn, o.PreferPath = p.rootfs, p.work, warn, true
	if o.UserData, err = mountedUserData(p.userData); err != nil {
		return err
	}
	name, err := builtin.FileName(p.rootfs)
	if err != nil {
		return err
	}
	return buildInto(ctx, o, filepath.Join(p.out, name))
}

// mountedUserData reads the cloud-config, which is mounted only where there is one.
func mountedUserData(name string) ([]byte, error) {
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return readUserData(name)
}
