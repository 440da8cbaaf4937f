package diskcmd

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/builtin"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
	"github.com/amikit/amikit/internal/userdata"
	"github.com/amikit/amikit/internal/verb"
)

func newBuildCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "build ROOTFS OUT.raw",
		Short: "Make a raw disk of a root filesystem, without privilege",
		Long: "Make a raw EFI disk of the root filesystem in a folder, and disk.json beside it. Owners and device\n" +
			"nodes are those of the folder's files, so unpack an image as root, or in a user namespace.\n\n" +
			"A setting comes from its flag, else from the environment variable of the same name\n" +
			"(--disk-size: DISK_SIZE), else from .arg in the working directory.",
		Args: verb.Takes("a root filesystem", "a file"),
	}
	addFlags(cmd, option.DiskSize, option.StateSize, option.RecoverySize, option.KernelCmdline, option.Fstab)
	userData := cmd.Flags().String("user-data", "", "file with the cloud-config")
	brought := addContentFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		values, err := settings(cmd, getenv)
		if err != nil {
			return err
		}
		o, err := builtinOptions(values, getenv)
		if err != nil {
			return err
		}
		o.Rootfs, o.Warn = args[0], warner(cmd)
		if o.UserData, err = readUserData(*userData); err != nil {
			return err
		}
		if o.Content, err = brought.read(values, o.Warn); err != nil {
			return err
		}
		return buildBeside(cmd.Context(), o, args[1])
	}
	return cmd
}

// readUserData reads and checks the cloud-config; no name means none.
func readUserData(name string) ([]byte, error) {
	if name == "" {
		return nil, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read user-data: %w", err)
	}
	return text, userdata.Validate(text)
}

func buildInto(ctx context.Context, o builtin.Options, name string) error {
	info, err := builtin.Build(ctx, o, name)
	if err != nil {
		return err
	}
	return writeInfo(info, filepath.Join(filepath.Dir(name), step.InfoFile))
}

func writeInfo(info *disk.Info, name string) error {
	if err := info.WriteFile(name); err != nil {
		return fmt.Errorf("describe the disk: %w", err)
	}
	return nil
}
