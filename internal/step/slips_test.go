package step_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/amikit/amikit/internal/step"
)

func TestSlipsAreTheNamesOfWhatIsNotEmptyInTheFolder(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"aws": "canary", "credentials": ""} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0); err != nil {
			t.Fatal(err)
		}
	}
	for dir, want := range map[string][]string{folder: {"aws"}, filepath.Join(folder, "none"): {}} {
		var out bytes.Buffer
		if err := step.WriteSlips(&out, dir); err != nil {
			t.Fatal(err)
		}
		if got, err := step.ReadSlips(out.Bytes()); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: read %q, %v", dir, got, err)
		}
	}
	if _, err := step.ReadSlips([]byte("oops")); err == nil {
		t.Error("oops is an answer")
	}
}
