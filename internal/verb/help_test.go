package verb_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/verb"
)

// program has the verbs `put` and `put file`.
func program() *cobra.Command {
	root := &cobra.Command{Use: "program", SilenceErrors: true, SilenceUsage: true}
	put := &cobra.Command{Use: "put"}
	put.AddCommand(&cobra.Command{Use: "file FILE", Short: "Put a file", Args: verb.Takes("a file"), RunE: func(*cobra.Command, []string) error { return nil }})
	verb.Group(root)
	verb.Group(put)
	root.AddCommand(put)
	verb.Help(root)
	return root
}

func TestHelpIsOfTheVerbThatIsNamed(t *testing.T) {
	for words, want := range map[string]string{
		"help": "program [command]", "help put": "program put [command]", "help put file": "program put file FILE", "help help": "program help [command]",
	} {
		var out bytes.Buffer
		root := program()
		root.SetOut(&out)
		root.SetArgs(strings.Fields(words))
		if err := root.ExecuteContext(t.Context()); err != nil || !strings.Contains(out.String(), want) {
			t.Errorf("%s: %v, it shows\n%s", words, err, out.String())
		}
	}
}

func TestHelpOfNoVerbIsRefused(t *testing.T) {
	for words, want := range map[string]string{
		"help putt":      "program has no verb \"putt\"; did you mean `program put`?",
		"help put table": "program put has no verb \"table\"; `program put --help` lists them",
	} {
		root := program()
		root.SetArgs(strings.Fields(words))
		if err := root.ExecuteContext(t.Context()); err == nil || err.Error() != want {
			t.Errorf("%s: the error is %v, want %s", words, err, want)
		}
	}
}

func TestAProgramWithoutVerbsHasNoHelpOfThem(t *testing.T) {
	root := &cobra.Command{Use: "program"}
	verb.Help(root)
	if root.HasSubCommands() {
		t.Errorf("it has %v", root.Commands()[0].Name())
	}
}
