package main

import (
	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/step"
	"github.com/amikit/amikit/internal/verb"
)

// newAMISlipsCommand returns the verb by which a frontend learns of secrets that
// were given under another ID, which it cannot list itself.
func newAMISlipsCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "slips",
		Short:  "Print the names of secrets that have nearly the wanted ones",
		Args:   verb.TakesNone,
		Hidden: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return step.WriteSlips(cmd.OutOrStdout(), step.Slips)
		},
	}
}
