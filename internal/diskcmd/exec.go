package diskcmd

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/step"
	"github.com/amikit/amikit/internal/verb"
)

// target is the name of the build target whose step a disk exec is.
const target = "cloud-image"

// newExecCommand returns a verb that a disk exec runs: it takes its settings from
// getenv, its paths from package step, and leaves its error in the step's folder.
func newExecCommand(use, short string, getenv func(string) string, run func(context.Context, *cobra.Command) error) *cobra.Command {
	return &cobra.Command{
		Use:    use,
		Short:  short,
		Args:   verb.TakesNone,
		Hidden: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			err := run(cmd.Context(), cmd)
			if out := getenv(step.OutEnv); err != nil && out != "" {
				return leave(out, err)
			}
			return err
		},
	}
}

// leave writes the error for the frontend, and returns it for the exec's own log.
func leave(out string, err error) error {
	failed := step.FromError(target, err)
	return errors.Join(failed, step.WriteError(out, failed))
}
