package main

import (
	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/amicmd"
	"github.com/amikit/amikit/internal/verb"
)

func newAMIDownloadCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "download SNAPSHOT FILE",
		Short: "Read a snapshot into a sparse file, every block checked",
		Long: "Read a snapshot into a new sparse file by the EBS direct APIs. Every block is checked.\n" +
			"A download that was stopped goes on where it ended; until it is complete it stands under FILE.part.",
		Args: verb.Takes("a snapshot", "a file"),
	}
	flags := addPublishFlags(cmd)
	output := addOutputFlag(cmd, "result")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		form, err := output()
		if err != nil {
			return err
		}
		return amicmd.Download(cmd.Context(), amiEnvironment(cmd), args[0], amicmd.Request{Path: args[1], Flag: flags, Form: form})
	}
	return cmd
}
