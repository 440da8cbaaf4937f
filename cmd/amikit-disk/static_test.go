package main

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestTheProgramNeedsNoLibrary(t *testing.T) {
	for _, arch := range []string{"amd64", "arm64"} {
		t.Run(arch, func(t *testing.T) {
			program := buildFor(t, arch)
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
		})
	}
}

// buildFor builds the program for Linux.
func buildFor(t *testing.T, arch string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "amikit-disk")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build for %s: %v\n%s", arch, err, out)
	}
	return program
}
