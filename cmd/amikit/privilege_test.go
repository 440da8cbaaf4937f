//go:build linux && !cgo

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// childEnv is set in the process that drops its privileges for the test.
const childEnv = "AMIKIT_TEST_DROP"

func TestNoThreadOfAFrontendHasPrivileges(t *testing.T) {
	if os.Getenv(childEnv) != "" {
		printPrivileges(t)
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), childEnv+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	threads := strings.Count(string(out), "CapEff:")
	if threads < 2 {
		t.Fatalf("%d threads were looked at: %s", threads, out)
	}
	for _, want := range []string{"CapEff:\t0000000000000000", "CapPrm:\t0000000000000000", "CapInh:\t0000000000000000", "NoNewPrivs:\t1"} {
		if got := strings.Count(string(out), want); got != threads {
			t.Errorf("%d of %d threads have %q: %s", got, threads, want, out)
		}
	}
}

func printPrivileges(t *testing.T) {
	if err := dropPrivileges(); err != nil {
		t.Fatal(err)
	}
	threads, err := filepath.Glob("/proc/self/task/*/status")
	if err != nil {
		t.Fatal(err)
	}
	for _, thread := range threads {
		status, err := os.ReadFile(thread)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stdout.Write(status); err != nil {
			t.Fatal(err)
		}
	}
}
