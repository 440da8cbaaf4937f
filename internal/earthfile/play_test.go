package earthfile_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/earthfile"
)

// stage is where a recipe's commands run: its folder takes the place of an
// image's root.
type stage struct {
	dir string
	env []string
}

// played is what a recipe did.
type played struct {
	flags  []string // of its RUN commands, with their variables in place
	stdout string
	stderr string
	failed bool
}

// newStage returns an empty root with a program of the given text at /amikit.
func newStage(t *testing.T, program string) *stage {
	t.Helper()
	s := &stage{dir: t.TempDir(), env: []string{"PATH=" + os.Getenv("PATH")}}
	if err := os.WriteFile(filepath.Join(s.dir, "amikit"), []byte(program), 0o755); err != nil {
		t.Fatal(err)
	}
	return s
}

// play runs the recipe's commands as the Earthfile writes them, but for their
// absolute paths.
func (s *stage) play(t *testing.T, r earthfile.Recipe) played {
	t.Helper()
	record, err := os.Create(filepath.Join(t.TempDir(), "flags"))
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "sh", "-c", s.inside(r.Script()))
	cmd.Env, cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = s.env, &stdout, &stderr, []*os.File{record}
	err = cmd.Run()
	return played{flags: s.flags(t, record), stdout: stdout.String(), stderr: stderr.String(), failed: err != nil}
}

// inside puts the stage's folder before the paths of an image.
func (s *stage) inside(script string) string {
	return regexp.MustCompile(`([ =])/(amikit|amikit-disk|checked|disk|out|uefi-data|work)\b`).ReplaceAllString(script, "${1}"+s.dir+"/${2}")
}

func (s *stage) flags(t *testing.T, record *os.File) []string {
	t.Helper()
	data, err := os.ReadFile(record.Name())
	if err != nil {
		t.Fatal(err)
	}
	if err := record.Close(); err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(data))
}

// secretIDs are the secrets that a client must have for the flags.
func (p played) secretIDs() []string {
	var ids []string
	for _, flag := range p.flags {
		id := ""
		if value, ok := strings.CutPrefix(flag, "--secret="); ok {
			_, id, _ = strings.Cut(value, "=")
		}
		if value, ok := strings.CutPrefix(flag, "--mount=type=secret,id="); ok {
			id, _, _ = strings.Cut(value, ",")
		}
		if id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}
