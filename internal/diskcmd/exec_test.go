package diskcmd

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"

	"github.com/amikit/amikit/internal/step"
)

func TestAnExecLeavesItsErrorForTheFrontend(t *testing.T) {
	out := t.TempDir()
	getenv := func(name string) string { return map[string]string{step.OutEnv: out}[name] }
	cmd := newExecCommand("verb", "", getenv, func(context.Context, *cobra.Command) error {
		return &step.Error{Message: "no kernel", Hint: "install one"}
	})
	cmd.SetArgs(nil)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	err := cmd.ExecuteContext(t.Context())
	if err == nil || err.Error() != "no kernel; install one" {
		t.Fatalf("error is %v", err)
	}
	data, err := os.ReadFile(filepath.Join(out, step.ErrorFile))
	if err != nil {
		t.Fatal(err)
	}
	if left, err := step.ReadError(data); err != nil || left.Step != target || left.Message != "no kernel" {
		t.Fatalf("left %+v, %v", left, err)
	}
}

func TestOutsideAnExecNothingIsLeft(t *testing.T) {
	failure := errors.New("no kernel")
	cmd := newExecCommand("verb", "", func(string) string { return "" }, func(context.Context, *cobra.Command) error {
		return failure
	})
	cmd.SetArgs(nil)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	if err := cmd.ExecuteContext(t.Context()); !errors.Is(err, failure) {
		t.Fatalf("error is %v", err)
	}
}
