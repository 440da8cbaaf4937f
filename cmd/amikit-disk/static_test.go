package main

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestTheProgramNeedsNoLibrary(t *testing.T) {
	for name, c := range map[string]struct{ pkg, arch string }{
		"amikit on amd64":      {"../amikit", "amd64"},
		"amikit-disk on amd64": {".", "amd64"},
		"amikit-disk on arm64": {".", "arm64"},
	} {
		t.Run(name, func(t *testing.T) { needsNoLibrary(t, buildFor(t, c.pkg, c.arch)) })
	}
}

func needsNoLibrary(t *testing.T, program string) {
	t.Helper()
	file, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	})
	libraries, err := file.ImportedLibraries()
	if err != nil || len(libraries) > 0 {
		t.Errorf("the program needs %v, %v", libraries, err)
	}
	for _, p := range file.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("the program needs a dynamic loader")
		}
	}
}

// buildFor builds a program for Linux.
func buildFor(t *testing.T, pkg, arch string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "program")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, pkg)
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build %s for %s: %v\n%s", pkg, arch, err, out)
	}
	return program
}
