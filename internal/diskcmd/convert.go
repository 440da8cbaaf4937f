package diskcmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/disk/convert"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
	"github.com/amikit/amikit/internal/verb"
)

// AddConversion adds the verbs that write a disk in other formats. They are not
// among those of [New]: the program in the key of every disk does not change with
// a format.
func AddConversion(cmd *cobra.Command) {
	cmd.AddCommand(newConvertCommand(), newOutputCommand(os.Getenv))
}

func newConvertCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "convert DISK FILE",
		Short: "Write a raw disk in another format: raw.zst, qcow2, vmdk or vhd",
		Long: "Write the raw disk, a file or the folder that holds it, in the format that FILE's name ends in.\n" +
			"What is all zero takes no place in any of them.",
		Args: verb.Takes("a disk", "a file"),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		format, err := convert.FormatOf(args[1])
		if err != nil {
			return fmt.Errorf("FILE: %w", err)
		}
		if format == convert.Raw {
			return errors.New("the disk is raw already; copy it, or give FILE another format's extension")
		}
		name, err := disk.Locate(args[0])
		if err != nil {
			return err
		}
		return convertFile(cmd.Context(), name, args[1], format)
	}
	return cmd
}

func convertFile(ctx context.Context, from, to string, format convert.Format) (err error) {
	f, err := disk.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return convert.File(ctx, to, f, format)
}

// newOutputCommand returns the verb of the exec behind a disk.
func newOutputCommand(getenv func(string) string) *cobra.Command {
	return newExecCommand("output", "Write the disk of /disk in OUTPUT_FORMAT, in /out", getenv,
		func(ctx context.Context, _ *cobra.Command) error {
			return output(ctx, step.Disk, step.Out, option.Resolve(getenv).Get(option.OutputFormat))
		})
}

// output converts the disk of a folder into another folder, with its description.
func output(ctx context.Context, from, to, name string) error {
	format, err := convert.Parse(name)
	if err != nil {
		return fmt.Errorf("%s: %w", option.OutputFormat, err)
	}
	raw, err := disk.Find(from)
	if err != nil {
		return err
	}
	info, err := disk.ReadInfo(filepath.Join(from, step.InfoFile))
	if err != nil {
		return err
	}
	file := strings.TrimSuffix(filepath.Base(raw), ".raw") + "." + string(format)
	if err := convertFile(ctx, raw, filepath.Join(to, file), format); err != nil {
		return err
	}
	return describeOutput(info, to, file, format)
}

// describeOutput writes the raw disk's description with the file that holds it now.
func describeOutput(info *disk.Info, dir, file string, format convert.Format) error {
	stat, err := os.Stat(filepath.Join(dir, file))
	if err != nil {
		return fmt.Errorf("describe the converted disk: %w", err)
	}
	info.File, info.Format, info.Allocated = file, string(format), stat.Size()
	return info.WriteFile(filepath.Join(dir, step.InfoFile))
}
