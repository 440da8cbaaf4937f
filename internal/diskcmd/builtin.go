package diskcmd

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/disk/builtin"
	"github.com/amikit/amikit/internal/disk/content"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
	"github.com/amikit/amikit/internal/userdata"
)

// paths are the places that a disk exec mounts.
type paths struct {
	rootfs, content, work, out string
	userData                   []string // the strongest first
}

// newBuiltinCommand returns the verb of the builtin exec.
func newBuiltinCommand(getenv func(string) string) *cobra.Command {
	p := paths{rootfs: step.Rootfs, content: step.Content, userData: step.UserDataPlaces(), work: step.Work, out: step.Out}
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
	if o.UserData, err = userdata.Read(p.userData, getenv(step.UserDataEnv)); err != nil {
		return err
	}
	if o.Content, err = content.FromMount(p.content, getenv); err != nil {
		return err
	}
	warnIgnored(o.Content, warn)
	name, err := builtin.FileName(p.rootfs)
	if err != nil {
		return err
	}
	return buildInto(ctx, o, filepath.Join(p.out, name))
}
