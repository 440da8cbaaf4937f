package diskcmd

import (
	"fmt"

	"github.com/spf13/cobra"
)

// exactly refuses another number of arguments than n, and says which they are.
func exactly(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return fmt.Errorf("%s takes %s, not %d; usage: %s", cmd.CommandPath(), count(n, "argument"), len(args), cmd.UseLine())
		}
		return nil
	}
}
