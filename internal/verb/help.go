package verb

import "github.com/spf13/cobra"

// Help makes the program's `help` refuse a verb that is not there, for which it
// would show the help of what stands above it. Call it when root has its verbs.
func Help(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	help, _, err := root.Find([]string{"help"})
	if err != nil || help == root {
		return // without verbs there is none
	}
	help.Args = isVerb
	root.RemoveCommand(help) // cobra adds it, with what Args is now, when the program runs
}

func isVerb(help *cobra.Command, words []string) error {
	found, rest, err := help.Root().Find(words)
	if err == nil && len(rest) > 0 && found.HasSubCommands() {
		return unknownVerb(found, rest[0])
	}
	return err
}
