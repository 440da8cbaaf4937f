package diskcmd

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/disk/auroraboot"
)

// newAuroraBootCommand returns the verb of the auroraboot exec.
func newAuroraBootCommand(getenv func(string) string) *cobra.Command {
	return newExecCommand("auroraboot", "Make a Kairos disk of /rootfs with auroraboot, in /out", getenv,
		func(ctx context.Context, cmd *cobra.Command) error {
			options, err := auroraboot.FromExec(getenv, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			warnIgnored(options.Content, warner(cmd))
			return auroraboot.Build(ctx, options)
		})
}
