package main

import (
	"slices"
	"testing"

	"github.com/spf13/cobra"
)

func namesOf(root *cobra.Command) []string {
	var names []string
	for _, cmd := range root.Commands() {
		names = append(names, cmd.Name())
	}
	return names
}

func TestOnlyTheVerbThatIsAskedForIsMade(t *testing.T) {
	all := namesOf(newRootCommand(roleCommand, nil))
	if len(all) != len(makers()) {
		t.Fatalf("without arguments the verbs are %v", all)
	}
	for _, name := range all {
		if got := namesOf(newRootCommand(roleCommand, []string{name, "--help"})); !slices.Equal(got, []string{name}) {
			t.Errorf("%s makes %v", name, got)
		}
	}
	for name, args := range map[string][]string{"help": {"help", "build"}, "a typo": {"biuld"}, "completion": {"__complete", "build"}, "a flag": {"--help"}} {
		if got := namesOf(newRootCommand(roleCommand, args)); !slices.Equal(got, all) {
			t.Errorf("%s knows only %v", name, got)
		}
	}
	if got := namesOf(newRootCommand(roleFrontend, nil)); len(got) != 0 {
		t.Errorf("a frontend makes %v", got)
	}
}
