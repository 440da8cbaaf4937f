// Package verb tells people in one line what is wrong with a command line: an
// argument that lacks or is too much, a verb or a flag that is not there.
package verb

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// Takes accepts one argument for each of what, such as "a disk".
func Takes(what ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < len(what) {
			return lacking(cmd, args, what[len(args):])
		}
		return TakesAtMost(what...)(cmd, args)
	}
}

// TakesAtMost accepts one argument for each of what, or fewer.
func TakesAtMost(what ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) <= len(what):
			return nil
		case len(what) == 0:
			return fmt.Errorf("%s takes no arguments, and %q is one: %s", cmd.CommandPath(), args[0], form(cmd))
		}
		return fmt.Errorf("%s takes %s, and %q is one more: %s", cmd.CommandPath(), list(what), args[len(what)], form(cmd))
	}
}

// TakesNone accepts no arguments.
func TakesNone(cmd *cobra.Command, args []string) error { return TakesAtMost()(cmd, args) }

func lacking(cmd *cobra.Command, args, what []string) error {
	beside := ""
	if len(args) > 0 {
		beside = fmt.Sprintf(" besides %q", args[len(args)-1])
	}
	return fmt.Errorf("%s needs %s%s: %s", cmd.CommandPath(), list(what), beside, form(cmd))
}

func list(what []string) string { return strings.Join(what, " and ") }

// form is how the verb is used, without its flags.
func form(cmd *cobra.Command) string {
	_, arguments, _ := strings.Cut(strings.Replace(cmd.Use, " [flags]", "", 1), " ")
	return strings.TrimSpace(cmd.CommandPath() + " " + arguments)
}
