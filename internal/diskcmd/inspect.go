package diskcmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/diskview"
	"github.com/amikit/amikit/internal/verb"
)

// Forms of what inspect and diff print.
const (
	formText = "text"
	formJSON = "json"
	formSVG  = "svg"
)

func newInspectCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "inspect DISK",
		Short: "Show a disk's partitions as a map, what boots what, and its digest",
		Long:  "Show what a firmware and a system find on the raw disk, a file or the folder that holds it.",
		Args:  verb.Takes("a disk"),
	}
	form := cmd.Flags().String("output", formText, "form of the result on stdout: text, json or svg")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		write, err := writerOf(*form)
		if err != nil {
			return err
		}
		view, err := viewNamed(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		return write(view, cmd.OutOrStdout())
	}
	return cmd
}

func writerOf(form string) (func(*diskview.View, io.Writer) error, error) {
	switch form {
	case formText:
		return (*diskview.View).Text, nil
	case formJSON:
		return writeJSON, nil
	case formSVG:
		return (*diskview.View).SVG, nil
	}
	return nil, fmt.Errorf("--output %q is unknown; give %s, %s or %s", form, formText, formJSON, formSVG)
}

func viewNamed(ctx context.Context, name string) (view *diskview.View, err error) {
	f, err := openNamed(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := disk.Describe(ctx, f)
	if err != nil {
		return nil, err
	}
	return diskview.New(ctx, f, info)
}

// writeJSON leaves the manifest out: it is for programs that read disk.json.
func writeJSON(view *diskview.View, w io.Writer) error {
	shown := *view.Info
	shown.Manifest = nil
	printed := *view
	printed.Info = &shown
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(printed)
}
