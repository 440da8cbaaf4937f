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

func TestTheCloudConfigIsCheckedBeforeTheRootFilesystemIsBuilt(t *testing.T) {
	made := texts(t, "disk")
	checked, root := slices.Index(made, "LET checked=$(cat /checked)"), slices.IndexFunc(made, func(c string) bool { return strings.Contains(c, "+iso-image/rootfs") })
	if checked < 1 || made[checked-1] != "COPY --pass-args +check/checked /checked" || checked > root {
		t.Errorf("+disk does %q", made)
	}
	s := newStage(t, "")
	write(t, filepath.Join(s.dir, "amikit-disk"), "#!/bin/sh\necho no header >&2; exit 1\n", 0o755)
	if got := s.play(t, recipe(t, "check")); !got.failed || !strings.Contains(got.stderr, "no header") {
		t.Errorf("a check that fails is played as %+v", got)
	}
}

func TestTheCheckAndBothBuildersAskForTheUserDataWhereItsDigestIsGiven(t *testing.T) {
	for _, name := range []string{"check", "BUILTIN", "AURORABOOT"} {
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
