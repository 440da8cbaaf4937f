//go:build e2e

package e2e

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// TestBothBuildersMakeTheSameKairosDisk compares every file of both disks. What
// differs on purpose is left out by name, and docs/disk.md lists it.
func TestBothBuildersMakeTheSameKairosDisk(t *testing.T) {
	t.Parallel()
	first := auroraboot(t)
	delete(first.Args, "RECOVERY_SIZE")
	second := builtinKairos(t)
	second.Context = first.Context
	build(t, harness.Gateway, first)
	build(t, harness.Gateway, second)
	theirs, _ := describe(t, first.Output)
	ours, _ := describe(t, second.Output)
	if filepath.Base(theirs) != filepath.Base(ours) {
		t.Errorf("the disks are named %s and %s", filepath.Base(theirs), filepath.Base(ours))
	}
	for number := 1; number <= 3; number++ {
		same(t, fmt.Sprintf("partition %d", number), entry(t, theirs, number), entry(t, ours, number))
	}
	same(t, "the EFI system partition", strings.Fields(strings.ToUpper(listESP(t, theirs))), strings.Fields(strings.ToUpper(listESP(t, ours))))
	same(t, "the files of the EFI system partition", contentESP(t, theirs), contentESP(t, ours))
	same(t, "the OEM partition", files(t, theirs, 2), files(t, ours, 2))
	same(t, "the recovery partition", files(t, theirs, 3), files(t, ours, 3))
}

// contentESP are the files of the EFI system partition with their content.
func contentESP(t *testing.T, raw string) []string {
	t.Helper()
	var files []string
	for _, name := range strings.Fields(listESP(t, raw)) {
		if !strings.HasSuffix(name, "/") {
			files = append(files, fmt.Sprintf("%s %q", strings.ToUpper(name), tool(t, "mtype", "-i", fmt.Sprintf("%s@@%d", raw, partitionStart(t, raw, 1)), name)))
		}
	}
	return files
}

// same compares two lists without their order.
func same(t *testing.T, what string, theirs, ours []string) {
	t.Helper()
	for _, line := range theirs {
		if !slices.Contains(ours, line) {
			t.Errorf("%s: only auroraboot's disk has %s", what, line)
		}
	}
	for _, line := range ours {
		if !slices.Contains(theirs, line) {
			t.Errorf("%s: only the builtin disk has %s", what, line)
		}
	}
}

// entry is a partition's entry in the table. Where it ends differs: our
// recovery.img is no larger than it needs to be.
func entry(t *testing.T, raw string, number int) []string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(tool(t, "sgdisk", "-i", fmt.Sprint(number), raw)) {
		if !strings.HasPrefix(line, "Last sector") && !strings.HasPrefix(line, "Partition size") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

// files lists an ext partition's files with owner, mode and content, and those
// of a system in recovery.img below it.
func files(t *testing.T, raw string, number int) []string {
	t.Helper()
	dir := t.TempDir()
	tool(t, "debugfs", "-R", "rdump / "+dir, fmt.Sprintf("%s?offset=%d", raw, partitionStart(t, raw, number)))
	lines := listTree(t, dir)
	image := filepath.Join(dir, "cOS/recovery.img")
	if _, err := os.Stat(image); err == nil {
		system := t.TempDir()
		tool(t, "debugfs", "-R", "rdump / "+system, image)
		lines = append(lines, listTree(t, system)...)
	}
	return lines
}

func listTree(t *testing.T, dir string) []string {
	t.Helper()
	var lines []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || differs(name) {
			return err
		}
		line, err := listFile(path, d)
		lines = append(lines, name+" "+line)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// differs names what the builders do not do alike.
func differs(name string) bool {
	top, _, _ := strings.Cut(name, "/")
	switch top {
	case "dev", "proc", "sys", "run", "tmp", "mnt", "host": // auroraboot leaves their content out
		return true
	}
	return name == "." || name == "01_reset.yaml" || name == "cOS/recovery.img" // sizes
}

func listFile(path string, d fs.DirEntry) (string, error) {
	info, err := d.Info()
	if err != nil {
		return "", err
	}
	stat := info.Sys().(*syscall.Stat_t)
	line := fmt.Sprintf("%v %d:%d", info.Mode(), stat.Uid, stat.Gid)
	switch {
	case info.Mode().IsRegular():
		content, err := os.ReadFile(path)
		return fmt.Sprintf("%s %q", line, content), err
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := os.Readlink(path)
		return line + " -> " + target, err
	}
	return line, nil
}
