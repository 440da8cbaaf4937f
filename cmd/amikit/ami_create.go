package main

import (
	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/amicmd"
	"github.com/amikit/amikit/internal/verb"
)

func newAMICreateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "create DISK|DIR",
		Short: "Make an AMI of a raw disk, or find the one that was made of it",
		Long: "Make an AMI of a raw disk, or of the one *.raw in a folder. What an earlier run left is used,\n" +
			"at whatever stage it was stopped.\n\n" +
			"A setting comes from its flag, else from the environment variable of the same name\n" +
			"(--s3-bucket: S3_BUCKET), else from .arg in the working directory.",
		Args: verb.Takes("a disk"),
	}
	flags := addPublishFlags(cmd)
	output := addOutputFlag(cmd, "result")
	cacheDir := cmd.Flags().String("cache-dir", "", "folder for indexes of disks and for what was sent (default $AMIKIT_CACHE, else amikit in the user's cache folder)")
	dryRun := cmd.Flags().Bool("dry-run", false, "make every check, print what would be done, change nothing")
	files := amicmd.Files{}
	cmd.Flags().StringVar(&files.PackerManifest, "packer-manifest", "", "file that the AMI is added to, in the form of Packer's manifest post-processor")
	cmd.Flags().StringVar(&files.TFVars, "tfvars", "", "file of variables for Terraform, written anew: JSON where its name ends in .json, else HCL")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		form, err := output()
		if err != nil {
			return err
		}
		e := amiEnvironment(cmd)
		if *cacheDir != "" {
			e.CacheDir = *cacheDir
		}
		return amicmd.Create(cmd.Context(), e, amicmd.Request{Path: args[0], Flag: flags, Form: form, Files: files, DryRun: *dryRun})
	}
	return cmd
}
