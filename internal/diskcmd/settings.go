package diskcmd

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/dotenv"
	"github.com/amikit/amikit/internal/option"
)

// addFlags adds the flags of the named settings.
func addFlags(cmd *cobra.Command, names ...string) {
	for _, name := range names {
		if o, ok := option.ByName(name); ok {
			cmd.Flags().String(o.Flag(), "", o.Description())
		}
	}
}

// settings resolves flag, environment and .arg in the working directory.
func settings(cmd *cobra.Command, getenv func(string) string) (option.Values, error) {
	file, err := dotenv.Load(dotenv.ArgFile)
	if err != nil {
		return nil, err
	}
	for _, line := range file.Misspelled(option.Nearest) {
		warner(cmd)(line)
	}
	flags := func(name string) string {
		o, _ := option.ByName(name)
		if flag := cmd.Flags().Lookup(o.Flag()); flag != nil {
			return flag.Value.String()
		}
		return ""
	}
	return option.Resolve(flags, getenv, func(name string) string { return file.Values[name] }), nil
}

// warner writes warnings for people.
func warner(cmd *cobra.Command) func(string) {
	return func(line string) { _, _ = fmt.Fprintln(cmd.ErrOrStderr(), "warning:", line) }
}
