package earthfile_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

func TestBothBuildersAskForTheUserDataWhereItsDigestIsGiven(t *testing.T) {
	for _, name := range []string{"BUILTIN", "AURORABOOT"} {
		for digest, want := range map[string][]string{"": nil, "0123abcd": {option.SecretUserData}} {
			s := newStage(t, "")
			write(t, filepath.Join(s.dir, "amikit-disk"), showEnvironment, 0o755)
			if err := os.Mkdir(filepath.Join(s.dir, "scratch"), 0o755); err != nil {
				t.Fatal(err)
			}
			s.env = append(s.env, "USER_DATA="+digest)
			got := s.play(t, recipe(t, name))
			if got.failed || !slices.Equal(got.secretIDs(), want) {
				t.Errorf("%s with USER_DATA=%q asks for %v: %s", name, digest, got.secretIDs(), got.stderr)
			}
			if !slices.Contains(strings.Split(got.stdout, "\n"), step.UserDataEnv+"="+digest) {
				t.Errorf("%s with USER_DATA=%q runs with %s", name, digest, got.stdout)
			}
		}
	}
}
