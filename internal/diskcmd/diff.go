package diskcmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/disk/compare"
	"github.com/amikit/amikit/internal/verb"
)

// Exit codes of diff, those of diff(1).
const (
	exitDiffer  = 1
	exitTrouble = 2
)

// ExitError ends the program with a code of its own.
type ExitError struct {
	// Code is the exit code.
	Code int
	// Err is what to tell; nil where the result on stdout has told it.
	Err error
}

// Error returns what to tell.
func (e *ExitError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("exit code %d", e.Code)
	}
	return e.Err.Error()
}

func (e *ExitError) Unwrap() error { return e.Err }

func newDiffCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Show which partitions, files and blocks of two disks differ",
		Long: "Show how raw disk B differs from A: table, partitions, the files in FAT and ext filesystems and in images of\n" +
			"them, such as recovery.img, blocks of 512 KiB. Each disk is a file or the folder that holds it. As diff(1) does,\n" +
			"it ends with exit code 0 where every byte is the same, 1 where not, and 2 where a disk cannot be read.",
		Args: func(cmd *cobra.Command, args []string) error {
			return trouble(verb.Takes("a disk", "another disk")(cmd, args))
		},
	}
	form := cmd.Flags().String("output", formText, "form of the result on stdout: text or json")
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return trouble(cmd.Parent().FlagErrorFunc()(cmd, err)) })
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		same, err := diff(cmd.Context(), cmd.OutOrStdout(), *form, args[0], args[1])
		if err == nil && !same {
			return &ExitError{Code: exitDiffer}
		}
		return trouble(err)
	}
	return cmd
}

// trouble is no difference, also where it is in the command line.
func trouble(err error) error {
	if err == nil {
		return nil
	}
	return &ExitError{Code: exitTrouble, Err: err}
}

func diff(ctx context.Context, out io.Writer, form, a, b string) (bool, error) {
	if form != formText && form != formJSON {
		return false, fmt.Errorf("--output %q is unknown; give %s or %s", form, formText, formJSON)
	}
	result, err := compareNamed(ctx, a, b)
	if err != nil {
		return false, err
	}
	if form == formText {
		_, err = io.WriteString(out, diffText(result))
		return result.Same, err
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return result.Same, encoder.Encode(result)
}

func compareNamed(ctx context.Context, a, b string) (result *compare.Result, err error) {
	old, err := openNamed(a)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	now, err := openNamed(b)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, now.Close()) }()
	return compare.Disks(ctx, old, now)
}

// openNamed opens a disk, or the one in a folder.
func openNamed(name string) (*disk.File, error) {
	file, err := disk.Locate(name)
	if err != nil {
		return nil, err
	}
	return disk.Open(file)
}
