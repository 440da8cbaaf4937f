package client

import (
	"errors"
	"strings"
	"testing"
)

func TestADaemonThatDoesNotAnswerIsNamed(t *testing.T) {
	host := "unix://" + t.TempDir() + "/none.sock"
	err := Build(t.Context(), Options{Context: t.TempDir(), Host: host}, noEnvironment())
	var refused *ConnectError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), host) || !strings.Contains(err.Error(), "BUILDKIT_HOST") {
		t.Fatalf("error is %v", err)
	}
}
