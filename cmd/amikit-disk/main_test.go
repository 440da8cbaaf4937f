package main

import (
	"os/exec"
	"strings"
	"testing"
)

// The program is in the cache key of every disk and is sent to every worker:
// what it does not need must not come back.
func TestTheProgramStaysSmall(t *testing.T) {
	output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, unwanted := range []string{"github.com/moby/buildkit", "github.com/aws/", "google.golang.org/grpc", "github.com/containerd/"} {
		for line := range strings.Lines(string(output)) {
			if strings.HasPrefix(line, unwanted) {
				t.Errorf("it depends on %s", strings.TrimSpace(line))
			}
		}
	}
}

func TestAnUnknownVerbFails(t *testing.T) {
	if code := run([]string{"no-such-verb"}); code != 1 {
		t.Fatalf("it exits %d", code)
	}
}
