package step_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/amikit/amikit/internal/step"
)

func TestAnErrorSurvivesItsFile(t *testing.T) {
	dir := t.TempDir()
	want := step.Error{Step: "cloud-image", Message: "no kernel", Hint: "install one", Code: "X", RequestID: "r-1", Secrets: []string{"AWS_PROFILE"}}
	if err := step.WriteError(dir, &want); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, step.ErrorFile))
	if err != nil {
		t.Fatal(err)
	}
	got, err := step.ReadError(data)
	if err != nil || !cmp.Equal(*got, want) {
		t.Fatalf("read %+v, %v", got, err)
	}
}

func TestFromErrorKeepsTheTypedErrorOfTheChain(t *testing.T) {
	inner := &step.Error{Message: "no kernel", Hint: "install one"}
	got := step.FromError("cloud-image", fmt.Errorf("build: %w", inner))
	if got.Message != "no kernel" || got.Step != "cloud-image" {
		t.Fatalf("made %+v", got)
	}
	if got := step.FromError("cloud-image", errors.New("plain")); got.Message != "plain" {
		t.Fatalf("made %+v", got)
	}
}

func TestReadErrorRefusesWhatIsNoError(t *testing.T) {
	for name, text := range map[string]string{"no JSON": "oops", "no message": `{"step":"x"}`} {
		if _, err := step.ReadError([]byte(text)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
