//go:build e2e

package e2e

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// Words that stand nowhere but in a secret.
const (
	tokenCanary    = "e2e-token-canary"
	configCanary   = "e2e-config-canary"
	keyCanary      = "e2e-wrong-key-canary"
	userDataCanary = "e2e-user-data-canary"
)

// TestNoSecretStaysBehind runs builds that succeed and builds that fail in each
// step, on a daemon of their own, and then looks for their secrets everywhere.
// The disk's own bytes alone may hold the cloud-config.
func TestNoSecretStaysBehind(t *testing.T) {
	t.Parallel()
	daemon := startDaemon(t, "security.insecure")
	builder := filepath.Base(filepath.Dir(daemon.Root))
	if err := suite.MakeBuilder(builder, harness.Node{Address: daemon.Address}); err != nil {
		t.Fatal(err)
	}
	a := newAccount(t)
	left := t.TempDir()
	here := func(name string, b harness.Build) harness.Build {
		b.Host, b.Builder, b.Output = daemon.Address, builder, filepath.Join(left, name, "out")
		return b
	}
	defer steer(t, "DELETE", "denials", nil)
	for name, run := range canaryRuns(t, a, left) {
		res := suite.Run(t.Context(), run.client, here(name, run.build))
		if failed := res.Err != nil; failed != run.fails {
			t.Errorf("%s: %v\n%s", name, res.Err, res.Failure())
		}
		write(t, left, name+"/log", string(res.Raw)+res.Stdout)
	}
	owner := newAccount(t)
	killed := killedInUpload(t, harness.Amikit, here("killed", heavy(t, canaries(t, owner))), owner, 1)
	write(t, left, "killed/log", string(killed.Raw)+killed.Stdout)
	write(t, left, "history", history(t, daemon.Address))
	daemon.Stop()
	write(t, left, "daemon-log", string(daemon.Log()))

	secrets := []string{harness.SecretCanary, tokenCanary, configCanary, keyCanary}
	found := search(t, append(secrets, userDataCanary, a.ID, "slsa.dev"), left, daemon.Root)
	for _, word := range secrets {
		if names := found[word]; len(names) > 0 {
			t.Errorf("%s is in %q", word, names)
		}
	}
	for _, name := range found[userDataCanary] {
		if filepath.Ext(name) != ".raw" {
			t.Errorf("the cloud-config is in %s", name)
		}
	}
	if len(found[userDataCanary]) == 0 || len(found["slsa.dev"]) == 0 || !slices.Contains(found[a.ID], filepath.Join(left, "history")) {
		t.Errorf("the search does not find what is there: %q", found)
	}
}

// startDaemon starts a daemon for one test.
func startDaemon(t *testing.T, entitlements ...string) *harness.Buildkitd {
	t.Helper()
	dir, err := os.MkdirTemp(suite.Dir, "own-")
	if err != nil {
		t.Fatal(err)
	}
	daemon, err := harness.StartBuildkitd(dir, entitlements...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(daemon.Stop)
	return daemon
}

// history is what the daemon remembers of all builds.
func history(t *testing.T, address string) string {
	t.Helper()
	text, err := harness.History(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// holders lists the files below the folders that hold the word.
func holders(t *testing.T, word string, dirs ...string) []string {
	t.Helper()
	return search(t, []string{word}, dirs...)[word]
}

// search lists, for each of the words, the files below the folders that hold it.
func search(t *testing.T, words []string, dirs ...string) map[string][]string {
	t.Helper()
	args := []string{"-rzaoFHZ"} // lines end in NUL, as holes would be long ones; names and words do too
	for _, word := range words {
		args = append(args, "-e", word)
	}
	out, err := exec.CommandContext(t.Context(), "grep", append(args, dirs...)...).Output()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) { // 1 is nothing found
		t.Fatalf("grep: %v", err)
	}
	found := map[string][]string{}
	for pair := range slices.Chunk(strings.Split(string(out), "\x00"), 2) {
		if name, word := pair[0], pair[len(pair)-1]; !slices.Contains(found[word], name) {
			found[word] = append(found[word], name)
		}
	}
	return found
}
