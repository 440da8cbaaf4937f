package client

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestAnInterruptedBuildSaysHowToGoOn(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	err := Build(ctx, Options{Context: t.TempDir(), Host: "unix://" + t.TempDir() + "/none.sock"}, noEnvironment())
	var interrupted *InterruptedError
	if !errors.As(err, &interrupted) || !strings.Contains(err.Error(), "run it again") || interrupted.Err == nil {
		t.Fatalf("error is %v", err)
	}
}
