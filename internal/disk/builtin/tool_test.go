package builtin

import (
	"errors"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/testroot"
)

func TestVersionsOfMke2fs(t *testing.T) {
	for name, c := range map[string]struct{ output, want string }{
		"one that copies large files":  {"mke2fs 1.47.0 (5-Feb-2023)\n\tUsing EXT2FS Library version 1.47.0\n", ""},
		"one with two numbers":         {"mke2fs 1.48 (1-Jan-2027)\n", ""},
		"the one that does not":        {"mke2fs 1.47.3 (8-Jul-2025)\n", "files over 2 GiB"},
		"a program that is no mke2fs ": {"BusyBox v1.36\n", "no version"},
	} {
		t.Run(name, func(t *testing.T) {
			err := checkVersion("mke2fs", c.output)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Fatalf("it says %v", err)
			}
		})
	}
}

func TestWithoutAToolTheMendIsNamed(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	root, err := rootfs.Open(rootOf(t, testroot.Debian("amd64")))
	if err != nil {
		t.Fatal(err)
	}
	_, err = findProgram(t.Context(), root, "mke2fs", false)
	var refused *ToolError
	if !errors.As(err, &refused) || len(refused.Reasons) != 2 {
		t.Fatalf("it says %v", err)
	}
	if text := err.Error(); !strings.Contains(text, "DISK_TOOLS_IMAGE") || strings.Contains(text, "\n") {
		t.Fatalf("it says %q", text)
	}
}

func TestAToolOfTheRootFilesystemRunsThere(t *testing.T) {
	needs(t, "mke2fs")
	t.Setenv("PATH", t.TempDir())
	root, err := rootfs.Open("/")
	if err != nil {
		t.Fatal(err)
	}
	tool, err := findProgram(t.Context(), root, "mke2fs", false)
	if err != nil {
		t.Fatal(err)
	}
	if words := strings.Join(tool.command("-V"), " "); !strings.Contains(words, "mke2fs -V") {
		t.Fatalf("it runs %q", words)
	}
}

func TestAProgramThatSaidNothingIsNamedWithItsEnd(t *testing.T) {
	for output, want := range map[string]string{"": "mke2fs: killed", "one\ntwo": "mke2fs: killed: two"} {
		if err := (&runError{program: "mke2fs", output: output, err: errors.New("killed")}); err.Error() != want {
			t.Errorf("it says %q, want %q", err, want)
		}
	}
}
