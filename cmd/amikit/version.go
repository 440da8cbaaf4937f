package main

import (
	"cmp"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/verb"
)

// version and commit are set by the linker in a release build.
var version, commit string

const buildkitModule = "github.com/moby/buildkit"

func newVersionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of amikit, Go and BuildKit",
		Args:  verb.TakesNone,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return printVersion(cmd.OutOrStdout())
		},
	}
}

func printVersion(w io.Writer) error {
	info, _ := debug.ReadBuildInfo()
	_, err := fmt.Fprintf(w, "amikit %s, commit %s, %s, BuildKit %s\n",
		amikitVersion(), cmp.Or(commit, setting(info, "vcs.revision")), info.GoVersion, dependency(info, buildkitModule))
	return err
}

// amikitVersion is the release's version, or what Go knows of the build.
func amikitVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version
	}
	return cmp.Or(version, info.Main.Version)
}

func setting(info *debug.BuildInfo, key string) string {
	for _, s := range info.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return "unknown"
}

func dependency(info *debug.BuildInfo, path string) string {
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Version
		}
	}
	return "unknown"
}
