package lib

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// daemons are stages: one fails and leaves a daemon behind, which takes a while to
// clean up and says how often it was asked to.
const daemons = `set -euo pipefail
. common.sh
. stage.sh
stage_broken() {
    mkfifo "$TMPDIR/up"
    bash -c 'asked=0; trap "asked=\$((asked + 1))" TERM
        echo > "$TMPDIR/up"
        for i in {1..12}; do read -rt 0.1 <> <(:) || true; done
        echo "asked $asked times"' &
    read -r _ < "$TMPDIR/up"
    false
    echo went on
}
stage_sound() { mktemp > /dev/null; }
stage_begin
stage_run_all "$@"
`

// runStages returns what they say and the exit code. Nothing of theirs may stay.
func runStages(t *testing.T, names ...string) (said string, code int) {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), "bash", append([]string{"-c", daemons, "stages"}, names...)...)
	cmd.Env = append(os.Environ(), "TMPDIR="+dir)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v stays, %v", left, err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func TestAStageEndsAtItsFirstFailureAndItsDaemonIsAskedToEndOnce(t *testing.T) {
	said, code := runStages(t, "broken", "sound")
	if code != 1 || strings.Contains(said, "went on") || !strings.Contains(said, "asked 1 times") ||
		!strings.Contains(said, "-- sound passed") || !strings.HasSuffix(said, "1 passed, 1 failed\n") {
		t.Fatalf("exit code %d\n%s", code, said)
	}
}

func TestStagesThatPass(t *testing.T) {
	if said, code := runStages(t, "sound", "sound"); code != 0 || !strings.HasSuffix(said, "2 passed, 0 failed\n") {
		t.Fatalf("exit code %d\n%s", code, said)
	}
}
