package verb

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/amikit/amikit/internal/option"
)

// NameFlags makes cmd and its verbs name the flag that is nearest to an unknown one.
func NameFlags(cmd *cobra.Command) { cmd.SetFlagErrorFunc(flagError) }

func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return fmt.Errorf("%s: %w", cmd.CommandPath(), err)
	}
	if unknown.GetSpecifiedShortnames() != "" {
		return fmt.Errorf("%s has no flag -%s; `%s --help` lists them", cmd.CommandPath(), unknown.GetSpecifiedName(), cmd.CommandPath())
	}
	name := unknown.GetSpecifiedName()
	if isNamed(cmd, name) {
		return fmt.Errorf("%s has no flag --%s; did you mean `%s %s`?", cmd.CommandPath(), name, cmd.CommandPath(), name)
	}
	if near := nearestFlag(cmd, name); near != "" {
		return fmt.Errorf("%s has no flag --%s; did you mean --%s?", cmd.CommandPath(), name, near)
	}
	return fmt.Errorf("%s has no flag --%s; `%s --help` lists them", cmd.CommandPath(), name, cmd.CommandPath())
}

// isNamed tells whether a verb of cmd has that name, as version has of --version.
func isNamed(cmd *cobra.Command, name string) bool {
	return slices.ContainsFunc(cmd.Commands(), func(c *cobra.Command) bool { return c.Name() == name })
}

// nearestFlag is one that differs in few characters, or the only one that ends with
// the name, as --ami-name does with name.
func nearestFlag(cmd *cobra.Command, name string) string {
	var names, longer []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		names = append(names, f.Name)
		if strings.HasSuffix(f.Name, "-"+name) {
			longer = append(longer, f.Name)
		}
	})
	if near := option.NearestOf(name, names); near != "" || len(longer) != 1 {
		return near
	}
	return longer[0]
}
