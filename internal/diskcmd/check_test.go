package diskcmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/step"
)

func TestCheckRefusesWhatTheDiskWould(t *testing.T) {
	for name, c := range map[string]struct {
		text string // of the cloud-config; empty for none
		env  map[string]string
		want string // empty for success
	}{
		"nothing":             {},
		"a cloud-config":      {text: "#cloud-config\nusers: []\n", env: map[string]string{"DISK_SIZE": "20G"}},
		"no header":           {text: "users: []\n", want: "#cloud-config"},
		"no YAML":             {text: "#cloud-config\na: [\n", want: "line"},
		"a size that is none": {env: map[string]string{"STATE_SIZE": "large"}, want: "STATE_SIZE"},
		"another secret":      {text: "#cloud-config\n", env: map[string]string{step.UserDataEnv: "0123"}, want: "SHA-256"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "user-data")
			if c.text != "" {
				if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			err := paths{userData: []string{file}}.check(func(key string) string { return c.env[key] })
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("it says %v", err)
			}
		})
	}
}
