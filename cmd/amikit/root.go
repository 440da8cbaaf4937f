package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/verb"
)

// maker makes one of the program's verbs when it is needed: all of them have some
// hundred flags.
type maker struct {
	name string
	make func() *cobra.Command
}

// makers are those of the program's verbs; every one has a file of its own.
func makers() []maker {
	return []maker{
		{"ami", newAMICommand}, {"build", newBuildCommand}, {"credentials", newCredentialsCommand},
		{"disk", newDiskCommand}, {"frontend", newFrontendCommand}, {"version", newVersionCommand},
	}
}

// newRootCommand returns the command tree, or as much of it as the arguments need:
// the verb that they begin with, else all (for the help, completion and typos).
func newRootCommand(r role, args []string) *cobra.Command {
	root := &cobra.Command{
		Use:           "amikit",
		Short:         "From a Dockerfile to a bootable AMI, inside BuildKit",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	verb.Group(root)
	verb.NameFlags(root)
	if r == roleFrontend {
		root.RunE = newFrontendCommand().RunE
		return root
	}
	root.AddCommand(needed(args)...)
	verb.Help(root)
	return root
}

func needed(args []string) []*cobra.Command {
	all := makers()
	if i := slices.IndexFunc(all, func(m maker) bool { return len(args) > 0 && m.name == args[0] }); i >= 0 {
		all = all[i : i+1]
	}
	var commands []*cobra.Command
	for _, m := range all {
		commands = append(commands, m.make())
	}
	return commands
}
