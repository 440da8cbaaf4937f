package userdata_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/userdata"
)

func TestReadTakesTheFirstFileThatIsThere(t *testing.T) {
	dir := t.TempDir()
	var names []string
	for _, name := range []string{"none", "secret", "file"} {
		names = append(names, filepath.Join(dir, name))
	}
	for name, text := range map[string]string{"secret": "#cloud-config\na: 1\n", "file": "no cloud-config"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := userdata.Read(names, ""); err != nil || string(got) != "#cloud-config\na: 1\n" {
		t.Errorf("read %q, %v", got, err)
	}
	if _, err := userdata.Read(names[2:], ""); err == nil {
		t.Error("what is no cloud-config was taken")
	}
	if got, err := userdata.Read(names[:1], ""); got != nil || err != nil {
		t.Errorf("read %q, %v where there is none", got, err)
	}
}

func TestReadTakesOnlyTheSecretThatTheBuildBeganWith(t *testing.T) {
	const text = "#cloud-config\ntoken: canary-value\n"
	name := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := userdata.Read([]string{name}, userdata.SHA256([]byte(text))); err != nil || string(got) != text {
		t.Errorf("read %q, %v", got, err)
	}
	for what, names := range map[string][]string{"another secret": {name}, "no secret": nil} {
		_, err := userdata.Read(names, userdata.SHA256([]byte("other")))
		if err == nil || !strings.Contains(err.Error(), "SHA-256") || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: error is %v", what, err)
		}
	}
}
