package diskcmd

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/disk/content"
	"github.com/amikit/amikit/internal/option"
)

// contentFlags say what a Kairos disk brings along.
type contentFlags struct {
	dirs          []string
	cluster, edge string
}

func addContentFlags(cmd *cobra.Command) *contentFlags {
	f := &contentFlags{}
	cmd.Flags().StringArrayVar(&f.dirs, "content", nil, "folder with bundles (*.zst, *.tar) for a Kairos disk, or with content-* folders of them; may be repeated")
	cmd.Flags().StringVar(&f.cluster, "cluster-config", "", "file with the cluster's definition for a Kairos disk (default $"+option.ClusterConfig+", where it exists)")
	cmd.Flags().StringVar(&f.edge, "edge-config", "", "file with the edge host's configuration for a Kairos disk (default $"+option.EdgeCustomConfig+", where it exists)")
	return f
}

// read finds the content; nil where there is none. A file that a flag names must
// exist, one of a setting need not: CanvOS's .arg names files that few have.
func (f *contentFlags) read(values option.Values, warn func(string)) (*content.Set, error) {
	source := content.Source{
		Dirs:          f.dirs,
		ClusterConfig: cmp.Or(f.cluster, ifThere(values.Get(option.ClusterConfig))),
		EdgeConfig:    cmp.Or(f.edge, ifThere(values.Get(option.EdgeCustomConfig))),
	}
	set, err := source.Read()
	if err != nil {
		return nil, err
	}
	warnIgnored(set, warn)
	if len(f.dirs) > 0 && set.Empty() {
		return nil, fmt.Errorf("--content %s: there is no *.zst and no *.tar", f.dirs[0])
	}
	return set, nil
}

func ifThere(name string) string {
	if name == "" {
		return ""
	}
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	return name
}

// warnIgnored names the first file that lies among the content and is none.
func warnIgnored(set *content.Set, warn func(string)) {
	if set == nil || len(set.Ignored) == 0 || warn == nil {
		return
	}
	warn(fmt.Sprintf("%s is no content and is left out (%d such): only *.zst and *.tar directly in a content folder are", set.Ignored[0], len(set.Ignored)))
}
