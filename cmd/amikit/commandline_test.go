package main

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// failing runs the program with a command line that no verb may begin to work on.
func failing(t *testing.T, words ...string) string {
	t.Helper()
	root := newRootCommand(roleCommand, words)
	root.SetOut(io.Discard)
	root.SetErr(io.Discard)
	root.SetArgs(words)
	err := root.ExecuteContext(t.Context())
	if err == nil {
		t.Fatalf("%q ends well", words)
	}
	if strings.ContainsAny(err.Error(), "\n\t") || strings.Contains(err.Error(), "arg(s)") {
		t.Errorf("%q ends with %q", words, err)
	}
	return err.Error()
}

// eachVerb visits the whole tree, each verb with the words that lead to it.
func eachVerb(visit func(cmd *cobra.Command, words []string)) {
	var walk func(cmd *cobra.Command, words []string)
	walk = func(cmd *cobra.Command, words []string) {
		visit(cmd, words)
		for _, sub := range cmd.Commands() {
			walk(sub, append(slices.Clone(words), sub.Name()))
		}
	}
	walk(newRootCommand(roleCommand, nil), nil)
}

func TestEachVerbSaysInOneLineWhatIsTooMuch(t *testing.T) {
	eachVerb(func(cmd *cobra.Command, words []string) {
		said := failing(t, append(words, "one", "two", "three", "four")...)
		if !strings.HasPrefix(said, cmd.CommandPath()+" ") {
			t.Errorf("%q ends with %q", words, said)
		}
	})
}

func TestEachVerbSaysInOneLineWhatIsMissing(t *testing.T) {
	checked := 0
	eachVerb(func(cmd *cobra.Command, words []string) {
		_, arguments, takesAny := strings.Cut(cmd.Use, " ")
		if !takesAny || strings.Contains(arguments, "[") {
			return
		}
		checked++
		said := failing(t, words...)
		if !strings.HasPrefix(said, cmd.CommandPath()+" needs a") || !strings.HasSuffix(said, ": "+cmd.CommandPath()+" "+arguments) {
			t.Errorf("%q ends with %q", words, said)
		}
	})
	if checked < 7 {
		t.Errorf("only %d verbs take arguments", checked)
	}
}

func TestEachVerbNamesTheNearestFlag(t *testing.T) {
	eachVerb(func(cmd *cobra.Command, words []string) {
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if len(f.Name) < 6 { // a short name is near to too many others
				return
			}
			said := failing(t, append(words, "--"+f.Name+"x")...)
			if want := cmd.CommandPath() + " has no flag --" + f.Name + "x; did you mean --" + f.Name + "?"; said != want {
				t.Errorf("it says %q, want %q", said, want)
			}
		})
	})
}

func TestAWrongCommandLineIsToldInOneLine(t *testing.T) {
	for given, want := range map[string]string{
		"amy":                       "amikit has no verb \"amy\"; did you mean `amikit ami`?",
		"--version":                 "amikit has no flag --version; did you mean `amikit version`?",
		"help amy":                  "amikit has no verb \"amy\"; did you mean `amikit ami`?",
		"help ami crate":            "amikit ami has no verb \"crate\"; did you mean `amikit ami create`?",
		"publish":                   "amikit has no verb \"publish\"; `amikit --help` lists them",
		"ami vrify ami-1 disk.raw":  "amikit ami has no verb \"vrify\"; did you mean `amikit ami verify`?",
		"disk dif a b":              "amikit disk has no verb \"dif\"; did you mean `amikit disk diff`?",
		"ami verify":                "amikit ami verify needs an AMI or a snapshot and a disk: amikit ami verify AMI|SNAPSHOT DISK|DIR",
		"ami verify ami-1":          "amikit ami verify needs a disk besides \"ami-1\": amikit ami verify AMI|SNAPSHOT DISK|DIR",
		"ami create":                "amikit ami create needs a disk: amikit ami create DISK|DIR",
		"ami create --force true a": "amikit ami create takes a disk, and \"a\" is one more: amikit ami create DISK|DIR",
		"ami gc old":                "amikit ami gc takes no arguments, and \"old\" is one: amikit ami gc",
		"build one two":             "amikit build takes a context, and \"two\" is one more: amikit build [CONTEXT]",
		"ami create --name web a":   "amikit ami create has no flag --name; `amikit ami create --help` lists them",
		"ami create --bucket b a":   "amikit ami create has no flag --bucket; did you mean --s3-bucket?",
		"ami create -z a":           "amikit ami create has no flag -z; `amikit ami create --help` lists them",
		"ami create --timeout":      "amikit ami create: flag needs an argument: --timeout",
	} {
		if said := failing(t, strings.Fields(given)...); said != want {
			t.Errorf("%s: it says\n%s, want\n%s", given, said, want)
		}
	}
}

func TestAnEmptyWordIsNearToNoVerb(t *testing.T) {
	if said := failing(t, ""); said != "amikit has no verb \"\"; `amikit --help` lists them" {
		t.Errorf("it says %s", said)
	}
}
