package earthfile_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	amillb "github.com/amikit/amikit/llb"
)

// cloudRoot is a root filesystem after the COPY commands of CLOUD.
func cloudRoot(t *testing.T, release string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{
		release, "etc/machine-id", "etc/ssh/ssh_host_rsa_key", "etc/ssh/moduli", "etc/ssh/sshd_config",
		"etc/logrotate.d/stylus.conf", "opt/spectrocloud/scripts/cloud-content.sh", "system/oem/custom-post-reset.yaml",
	} {
		path := filepath.Join(dir, name)
		err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("text"), 0o600))
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// stateOf tells mode and size of a file, or that it is gone.
func stateOf(t *testing.T, dir, name string) string {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return "gone"
	}
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%04o %d", info.Mode().Perm(), info.Size())
}

func TestCloudStepsDoInAnEarthfileWhatTheyDoInAGraph(t *testing.T) {
	s := newStage(t, "")
	for name, c := range map[string]struct {
		release, skip string
		want          map[string]string
	}{
		"Kairos": {"etc/kairos-release", "", map[string]string{
			"etc/machine-id": "0444 0", "etc/ssh/ssh_host_rsa_key": "gone", "etc/ssh/moduli": "gone", "etc/ssh/sshd_config": "0600 4",
			"etc/logrotate.d/stylus.conf": "0644 4", "opt/spectrocloud/scripts/cloud-content.sh": "0755 4", "system/oem/custom-post-reset.yaml": "0644 4",
		}},
		"another system": {"etc/debian_version", "", map[string]string{
			"etc/machine-id": "0444 0", "etc/ssh/ssh_host_rsa_key": "0600 4", "opt/spectrocloud/scripts/cloud-content.sh": "0600 4",
		}},
		"another system with cloud-init": {"usr/bin/cloud-init", "", map[string]string{"etc/ssh/ssh_host_rsa_key": "gone"}},
		"steps left out": {"etc/kairos-release", "ssh-host-keys,scripts,machine-id", map[string]string{
			"etc/machine-id": "0600 4", "etc/ssh/ssh_host_rsa_key": "0600 4", "opt/spectrocloud/scripts/cloud-content.sh": "0600 4", "etc/logrotate.d/stylus.conf": "0644 4",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			root := cloudRoot(t, c.release)
			s.env = append(s.env, "ROOT="+root, "CLOUD_SKIP="+c.skip)
			if got := s.play(t, recipe(t, "CLOUD")); got.failed {
				t.Fatalf("it failed: %s", got.stderr)
			}
			for file, want := range c.want {
				if got := stateOf(t, root, file); got != want {
					t.Errorf("%s is %s, want %s", file, got, want)
				}
			}
		})
	}
}

func TestEveryCloudStepAndItsFilesAreInTheEarthfile(t *testing.T) {
	var text strings.Builder
	for _, c := range recipe(t, "CLOUD").Commands {
		text.WriteString(c.Keyword + " " + c.Text + "\n")
	}
	for _, step := range amillb.CloudSteps() {
		for _, want := range append([]string{"," + step.Name + ","}, step.Files...) {
			if !strings.Contains(text.String(), want) {
				t.Errorf("CLOUD has no %q of step %s", want, step.Name)
			}
		}
	}
}
