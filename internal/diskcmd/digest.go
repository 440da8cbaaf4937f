package diskcmd

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/verb"
)

func newDigestCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "digest DISK",
		Short: "Print a disk's digest, which is its identity in AWS",
		Args:  verb.Takes("a disk"),
		RunE: func(cmd *cobra.Command, args []string) error {
			info, err := describe(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), info.Digest)
			return err
		},
	}
}

func describe(ctx context.Context, name string) (info *disk.Info, err error) {
	f, err := disk.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return disk.Describe(ctx, f)
}
