package main

import (
	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/diskcmd"
)

func newDiskCommand() *cobra.Command { return diskcmd.New("disk") }
