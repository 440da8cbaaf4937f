package main

import (
	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/diskcmd"
)

func newDiskCommand() *cobra.Command {
	cmd := diskcmd.New("disk")
	diskcmd.AddConversion(cmd)
	diskcmd.AddViews(cmd)
	return cmd
}
