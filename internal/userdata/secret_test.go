package userdata_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/userdata"
)

func TestSecrets(t *testing.T) {
	tests := map[string]struct{ text, hidden, shown string }{
		"a long value":                {"#cloud-config\na: abcdefghijkl\n", "abcdefghijkl", ""},
		"a short password":            {"#cloud-config\nusers: [{passwd: kairos}]\n", "kairos", ""},
		"a list under a secret name":  {"#cloud-config\nssh_authorized_keys: [ab12]\n", "ab12", ""},
		"an ordinary word":            {"#cloud-config\nhostname: node1\n", "", "node1"},
		"a name":                      {"#cloud-config\nedgeHostToken: 12345\n", "12345", "edgeHostToken"},
		"each line of a script":       {"#cloud-config\nrun: |\n  echo hunter2hunter2\n  ls\n", "echo hunter2hunter2", "ls"},
		"a value too short to hide":   {"#cloud-config\ntoken: abc\n", "", "abc"},
		"a word of no YAML":           {"#cloud-config\na: [\ntoken: 'hunter2hunter2'\n", "hunter2hunter2", "token:"},
		"a secret within a mapping":   {"#cloud-config\nsecrets: {a: {b: deep1}}\n", "deep1", ""},
		"a value given by its anchor": {"#cloud-config\nx: &a {token: abcd}\ny: *a\n", "abcd", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := userdata.Secrets([]byte(test.text))
			if test.hidden != "" && !slices.Contains(got, test.hidden) {
				t.Errorf("%q is not among %q", test.hidden, got)
			}
			if test.shown != "" && slices.Contains(got, test.shown) {
				t.Errorf("%q is among %q", test.shown, got)
			}
		})
	}
}

func TestSecretsComeLongestFirst(t *testing.T) {
	got := userdata.Secrets([]byte("#cloud-config\ntoken: abcd\npasswd: abcdefgh\n"))
	if !slices.Equal(got, []string{"abcdefgh", "abcd"}) {
		t.Fatalf("got %q", got)
	}
}

func FuzzUserDataNeverPanicsNorQuotes(f *testing.F) {
	for _, seed := range []string{example, "#cloud-config\na: &a [*a]\n", "#cloud-config\n<<: *x\n", "a: [\n", "#cloud-config\n? {a: b}\n: c\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		err := userdata.Validate(data)
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("more than one line: %q", err)
		}
		for _, text := range userdata.Secrets(data) {
			if len(text) >= 30 && err != nil && strings.Contains(err.Error(), text) {
				t.Errorf("the error quotes %q: %v", text, err)
			}
		}
	})
}
