//go:build e2e

package e2e

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// TestNoSecretStaysBehind publishes with secrets that are words of their own,
// once with success and once without, and then looks for them everywhere.
func TestNoSecretStaysBehind(t *testing.T) {
	a := newAccount(t)
	cache := t.TempDir()
	b := publish(t, a)
	b.Args["LOG_LEVEL"] = "debug"
	b.SecretFiles = map[string]string{
		"aws-config": write(t, t.TempDir(), "config", "[profile canary]\nrole_session_name = e2e-config-canary\n"),
	}
	b.Extra = []string{"--export-cache", "type=local,mode=max,compression=uncompressed,dest=" + cache}
	done := build(t, harness.Gateway, b)
	b.Args = with(b.Args, map[string]string{"S3_BUCKET": "e2e-canary-no-such-bucket"})
	failed := refuse(t, harness.Gateway, b)

	words := []string{a.SecretKey, "e2e-config-canary"}
	for what, text := range map[string][]byte{
		"the log of the build that succeeded": done.Raw,
		"the log of the build that failed":    failed.Raw,
		"the daemon's log":                    suite.Buildkitd.Log(),
		"the build history":                   history(t),
		"ami.json":                            []byte(read(t, b.Output, "ami.json")),
	} {
		for _, word := range words {
			if bytes.Contains(text, []byte(word)) {
				t.Errorf("%s holds the secret %s", what, word)
			}
		}
	}
	searchFiles(t, words, suite.Buildkitd.Root, cache)
	findsWhatIsThere(t, a)
}

// history is what the daemon remembers of all builds.
func history(t *testing.T) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "buildctl", "--addr", suite.Buildkitd.Address, "debug", "histories")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("buildctl debug histories: %v\n%s", err, out)
	}
	return out
}

// searchFiles fails for each file below the folders that holds one of the words.
func searchFiles(t *testing.T, words []string, dirs ...string) {
	t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, word := range words {
				if bytes.Contains(data, []byte(word)) {
					t.Errorf("%s holds the secret %s", path, word)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// findsWhatIsThere shows that the search would find a word: the access key's
// account is no secret and stands in the result, which the daemon keeps.
func findsWhatIsThere(t *testing.T, a harness.Account) {
	t.Helper()
	err := exec.CommandContext(t.Context(), "grep", "-rqF", a.ID, suite.Buildkitd.Root).Run()
	if err != nil {
		t.Errorf("the search does not even find the account's number in the daemon's root: %v", err)
	}
}
