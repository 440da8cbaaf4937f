package main

import (
	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/amicmd"
	"github.com/amikit/amikit/internal/verb"
)

func newAMIVerifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify AMI|SNAPSHOT DISK|DIR",
		Short: "Compare every block of an AMI or a snapshot with a raw disk",
		Args:  verb.Takes("an AMI or a snapshot", "a disk"),
	}
	flags := addPublishFlags(cmd)
	output := addOutputFlag(cmd, "result")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		form, err := output()
		if err != nil {
			return err
		}
		return amicmd.Verify(cmd.Context(), amiEnvironment(cmd), args[0], amicmd.Request{Path: args[1], Flag: flags, Form: form})
	}
	return cmd
}
