package verb

import (
	"fmt"

	"github.com/spf13/cobra"
)

// Group makes cmd, which only has verbs, print its help, and refuse a verb that it
// has not: without a program of its own, an unknown one would end with success.
func Group(cmd *cobra.Command) {
	cmd.SuggestionsMinimumDistance = 2
	cmd.DisableFlagsInUseLine = true
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		return unknownVerb(cmd, args[0])
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
}

func unknownVerb(cmd *cobra.Command, name string) error {
	near := cmd.SuggestionsFor(name)
	if len(near) == 0 || name == "" { // every name begins with nothing
		return fmt.Errorf("%s has no verb %q; `%s --help` lists them", cmd.CommandPath(), name, cmd.CommandPath())
	}
	return fmt.Errorf("%s has no verb %q; did you mean `%s %s`?", cmd.CommandPath(), name, cmd.CommandPath(), near[0])
}
