// Package diskcmd holds the disk verbs, which the programs amikit and
// amikit-disk share: what people run, and what the disk execs run. Results go to
// stdout, everything for people to stderr.
package diskcmd

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/verb"
)

// New returns the command tree with all verbs under the given name.
func New(use string) *cobra.Command {
	cmd := &cobra.Command{
		Use:           use,
		Short:         "Make and read raw disks",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	verb.Group(cmd)
	verb.NameFlags(cmd)
	cmd.AddCommand(newBuildCommand(os.Getenv), newBuiltinCommand(os.Getenv), newAuroraBootCommand(os.Getenv), newCheckCommand(os.Getenv), newUserDataCommand(), newDigestCommand())
	return cmd
}

// AddViews adds the verbs that show disks to people. As with [AddConversion] they
// are not in the program that is in the key of every disk.
func AddViews(cmd *cobra.Command) {
	cmd.AddCommand(newInspectCommand(), newDiffCommand())
}
