package main

import (
	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/verb"
)

// newRootCommand returns the command tree; every verb has a file of its own.
func newRootCommand(r role) *cobra.Command {
	root := &cobra.Command{
		Use:           "amikit",
		Short:         "From a Dockerfile to a bootable AMI, inside BuildKit",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	verb.Group(root)
	verb.NameFlags(root)
	root.AddCommand(newAMICommand(), newBuildCommand(), newCredentialsCommand(), newDiskCommand(), newFrontendCommand(), newVersionCommand())
	if r == roleFrontend {
		root.RunE = newFrontendCommand().RunE
	}
	return root
}
