package main

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/amicmd"
	"github.com/amikit/amikit/internal/verb"
)

func newAMICollectCommand() *cobra.Command {
	q := amicmd.CollectRequest{}
	cmd := &cobra.Command{
		Use:   "gc",
		Short: "Remove what killed runs left: open uploads, zeroes and snapshots that no AMI uses",
		Long: "Remove what killed runs left in REGION and, where S3_BUCKET is set, in the bucket: open uploads that\n" +
			"have a marker of amikit, its objects of zeroes, and snapshots with amikit's tags that no AMI of the account uses.\n" +
			"Nothing without such a mark is touched, and no disk.",
		Args: verb.TakesNone,
	}
	q.Flag = addPublishFlags(cmd)
	output := addOutputFlag(cmd, "list")
	cmd.Flags().BoolVar(&q.DryRun, "dry-run", false, "list and remove nothing")
	cmd.Flags().DurationVar(&q.OlderThan, "older-than", 24*time.Hour, "least age of what is removed, so that no run loses what it is making")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		form, err := output()
		if err != nil {
			return err
		}
		q.Form = form
		return amicmd.Collect(cmd.Context(), amiEnvironment(cmd), q)
	}
	return cmd
}
