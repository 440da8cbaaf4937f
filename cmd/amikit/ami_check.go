package main

import (
	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/amicmd"
	"github.com/amikit/amikit/internal/verb"
)

func newAMICheckCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check the settings and that there are credentials, without a disk",
		Long: "Check what `ami create` needs beside the disk: that the settings are valid and that there are\n" +
			"credentials. Nothing is changed, and nothing is asked of S3 and EC2.",
		Args: verb.TakesNone,
	}
	flags := addPublishFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return amicmd.Check(cmd.Context(), amiEnvironment(cmd), flags)
	}
	return cmd
}
