package main

import (
	"github.com/spf13/cobra"

	"github.com/amikit/amikit/ami/policy"
	"github.com/amikit/amikit/internal/amicmd"
)

func newAMIPolicyCommand() *cobra.Command {
	var f policy.Features
	var document string
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Print the least-privilege IAM policies for what is asked for",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return amicmd.Policy(cmd.OutOrStdout(), f, document)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.Method, "import-method", policy.MethodS3, "s3 or ebs")
	flags.StringVar(&f.Bucket, "bucket", "", "S3 bucket that takes the disk; needed for s3")
	flags.StringVar(&f.KMSKey, "kms-key", "", "ARN of the key of encrypted objects and snapshots")
	flags.StringVar(&f.Partition, "partition", "aws", "aws, aws-cn or aws-us-gov")
	flags.StringVar(&f.Role, "role", "vmimport", "name of the import role")
	flags.BoolVar(&f.Replace, "replace", false, "allow to deregister an image that has the name")
	flags.BoolVar(&f.Diagnose, "diagnose", false, "allow to read the import role")
	flags.StringVar(&document, "document", "", "print one document alone: caller, role-trust or role-permissions")
	return cmd
}
