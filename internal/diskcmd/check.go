package diskcmd

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
	"github.com/amikit/amikit/internal/userdata"
)

// newCheckCommand returns the verb by which the Earthfile fails before the root
// filesystem is built, where a frontend looks by itself.
func newCheckCommand(getenv func(string) string) *cobra.Command {
	p := paths{userData: step.UserDataPlaces()}
	return newExecCommand("check", "Check the disk's settings and the cloud-config", getenv,
		func(context.Context, *cobra.Command) error { return p.check(getenv) })
}

func (p paths) check(getenv func(string) string) error {
	if _, err := builtinOptions(option.Resolve(getenv), getenv); err != nil {
		return err
	}
	_, err := userdata.Read(p.userData, getenv(step.UserDataEnv))
	return err
}
