package rootfs_test

import (
	"debug/elf"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/testroot"
)

// hostRoot is a root filesystem with a program of this machine: the test's own shell.
func hostRoot(t *testing.T) *rootfs.Root {
	t.Helper()
	root, err := rootfs.Open("/")
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestAProgramStartsThroughItsOwnLoader(t *testing.T) {
	program, err := hostRoot(t).Program("bin/no-such-shell", "bin/sh")
	if err != nil {
		t.Fatal(err)
	}
	words := program.Command("-c", "echo started")
	output, err := exec.CommandContext(t.Context(), words[0], words[1:]...).Output()
	if err != nil || string(output) != "started\n" {
		t.Fatalf("%v printed %q, %v", words, output, err)
	}
}

func TestAStaticProgramNeedsNoLoader(t *testing.T) {
	dir := t.TempDir()
	header := make([]byte, 64)
	copy(header, elf.ELFMAG)
	header[elf.EI_CLASS], header[elf.EI_DATA], header[elf.EI_VERSION] = 2, 1, 1
	header[16], header[18], header[20], header[52] = 2, byte(elf.EM_AARCH64), 1, 64
	if err := os.WriteFile(filepath.Join(dir, "tool"), header, 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := rootfs.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	program, err := root.Program("tool")
	if err != nil || program.Architecture != "arm64" || len(program.Command("x")) != 2 {
		t.Fatalf("program is %+v, %v", program, err)
	}
}

func TestAProgramThatIsMissingOrNoneIsAnError(t *testing.T) {
	root := open(t, testroot.Tree{"sbin/script": testroot.File("#!/bin/sh\n")})
	var missing *rootfs.MissingError
	if _, err := root.Program("sbin/mke2fs"); !errors.As(err, &missing) {
		t.Fatalf("it says %v", err)
	}
	if _, err := root.Program("sbin/script"); err == nil {
		t.Fatal("a script has an ELF header")
	}
}
