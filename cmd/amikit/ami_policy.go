package main

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/ami/policy"
	"github.com/amikit/amikit/internal/verb"
)

func newAMIPolicyCommand() *cobra.Command {
	var f policy.Features
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Print the least-privilege IAM policies for what is asked for",
		Long: "Print the IAM policies that amikit needs, as one JSON object: caller is for the user or role that\n" +
			"runs amikit; roleTrust and rolePermissions are for the role that imports the uploaded disk.",
		Args: verb.TakesNone,
		RunE: func(cmd *cobra.Command, _ []string) error {
			set, err := policy.For(f)
			if err != nil {
				return err
			}
			encoder := json.NewEncoder(cmd.OutOrStdout())
			encoder.SetIndent("", "  ")
			return encoder.Encode(set)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.Method, "import-method", policy.MethodAuto, "how the disk gets into AWS: s3, ebs, or auto, which is s3 with --bucket")
	flags.StringVar(&f.Bucket, "bucket", "", "S3 bucket that takes the raw disk")
	flags.StringVar(&f.KMSKey, "kms-key", "", "ARN of the key that encrypts snapshots")
	flags.StringVar(&f.SSEKMSKey, "sse-kms-key", "", "ARN of the key that encrypts objects in the bucket")
	flags.StringVar(&f.Partition, "partition", "aws", "AWS partition: aws, aws-cn or aws-us-gov")
	flags.StringVar(&f.Role, "role", "vmimport", "name of the import role")
	flags.BoolVar(&f.ReadBack, "read-back", false, "allow to read snapshots: for --verify, --upload-format=vmdk, ami verify, ami download and --parent")
	flags.BoolVar(&f.Replace, "replace", false, "allow to replace an image of the same name")
	flags.BoolVar(&f.UEFIData, "uefi-data", false, "allow to compare an image's UEFI variable store")
	flags.BoolVar(&f.Diagnose, "diagnose", false, "allow what is checked first: import role, region, encryption by default")
	return cmd
}
