package diskcmd

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/disk"
)

// Forms of what inspect prints.
const (
	formText = "text"
	formJSON = "json"
)

func newInspectCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "inspect DISK",
		Short: "Show a disk's partitions, what boots it, and its digest",
		Args:  cobra.ExactArgs(1),
	}
	form := cmd.Flags().String("output", formText, "form of the result on stdout: text or json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		write, err := writerOf(*form)
		if err != nil {
			return err
		}
		info, err := describe(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		return write(cmd.OutOrStdout(), info)
	}
	return cmd
}

func writerOf(form string) (func(io.Writer, *disk.Info) error, error) {
	switch form {
	case formText:
		return writeText, nil
	case formJSON:
		return writeJSON, nil
	}
	return nil, fmt.Errorf("--output %q is unknown; give %s or %s", form, formText, formJSON)
}

// writeJSON leaves the manifest out: it is for programs that read disk.json.
func writeJSON(w io.Writer, info *disk.Info) error {
	shown := *info
	shown.Manifest = nil
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(shown)
}

func writeText(w io.Writer, info *disk.Info) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if _, err := io.WriteString(table, text(info)); err != nil {
		return err
	}
	return table.Flush()
}

// text is the disk for people, with tabs between columns.
func text(info *disk.Info) string {
	var b strings.Builder
	fmt.Fprintf(&b, "size\t%s, %s of it data\n", mebibytes(info.Size), mebibytes(info.DataBytes))
	fmt.Fprintf(&b, "digest\t%s\n", info.Digest)
	fmt.Fprintf(&b, "boots\t%s, %s, %s\n", orNone(string(info.BootMode)), orNone(info.Architecture), info.Table)
	for _, loader := range info.Loaders {
		fmt.Fprintf(&b, "loader\t%s on partition %d (%s)\n", loader.Path, loader.Partition, loader.Architecture)
	}
	b.WriteString(systemText(info.System))
	if info.FirstBoot != nil {
		fmt.Fprintf(&b, "first boot\tneeds a volume of more than %s\n", mebibytes(info.FirstBoot.VolumeSize))
	}
	b.WriteString("\npartition\tstart\tsize\tfilesystem\tlabel\tname\n")
	for _, p := range info.Partitions {
		fmt.Fprintf(&b, "%d\t%s\t%s\t%s\t%s\t%s\n", p.Number, mebibytes(p.Start), mebibytes(p.Size), orNone(p.Filesystem), orNone(p.Label), orNone(p.Name))
	}
	for _, problem := range info.Problems {
		fmt.Fprintf(&b, "\nproblem\t%s\n", problem)
	}
	return b.String()
}

// systemText is what the system on the disk says of itself.
func systemText(s *disk.System) string {
	if s == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "system\t%s\n", orNone(s.Name))
	fmt.Fprintf(&b, "on EC2\tENA driver %s, IMDSv2 %s (%s)\n", orNone(string(s.ENA)), orNone(string(s.IMDSv2)), orNone(s.Agent))
	for _, line := range s.Unread {
		fmt.Fprintf(&b, "unread\t%s\n", line)
	}
	return b.String()
}

func mebibytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }

func orNone(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
