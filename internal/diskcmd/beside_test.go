package diskcmd

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/disk/builtin"
	"github.com/amikit/amikit/internal/lock"
	"github.com/amikit/amikit/internal/step"
)

// left makes what a killed run leaves beside the disk.
func left(t *testing.T, raw string) (dir string) {
	t.Helper()
	dir = filepath.Join(filepath.Dir(raw), ".out.raw.part")
	err := errors.Join(os.MkdirAll(filepath.Join(dir, "work"), 0o700), os.WriteFile(filepath.Join(dir, "out.raw"), []byte("half"), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	return strings.Join(found, " ")
}

func TestARunRemovesWhatAKilledOneLeft(t *testing.T) {
	withTools(t)
	chdir(t, "")
	raw := filepath.Join(t.TempDir(), "out.raw")
	left(t, raw)
	if _, err := run(t, "build", debian(t), raw); err != nil {
		t.Fatal(err)
	}
	if got := names(t, filepath.Dir(raw)); got != step.InfoFile+" out.raw" {
		t.Fatalf("the folder holds %s", got)
	}
}

func TestABuildThatEndsEarlyLeavesNothing(t *testing.T) {
	withTools(t)
	ctx, cancel := context.WithCancel(t.Context())
	o := builtin.Options{Rootfs: debian(t), Warn: func(string) {}}
	raw := filepath.Join(t.TempDir(), "out.raw")
	cancel()
	if err := buildBeside(ctx, o, raw); !errors.Is(err, context.Canceled) {
		t.Fatalf("it says %v", err)
	}
	if got := names(t, filepath.Dir(raw)); got != "" {
		t.Fatalf("the folder holds %s", got)
	}
}

func TestTwoRunsDoNotWriteOneDisk(t *testing.T) {
	raw := filepath.Join(t.TempDir(), "out.raw")
	first, err := newUnfinished(raw)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newUnfinished(raw); !errors.Is(err, lock.ErrBusy) {
		t.Fatalf("the second run says %v", err)
	}
	if err := first.remove(); err != nil {
		t.Fatal(err)
	}
}

func TestADiskThatIsThereStays(t *testing.T) {
	chdir(t, "")
	raw := filepath.Join(t.TempDir(), "out.raw")
	if err := os.WriteFile(raw, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := run(t, "build", t.TempDir(), raw)
	if err == nil || !strings.Contains(err.Error(), "out.raw is there already; remove it, or name another file") {
		t.Fatalf("it says %v", err)
	}
	if text, err := os.ReadFile(raw); err != nil || string(text) != "mine" {
		t.Fatalf("the file holds %q, %v", text, err)
	}
}

func TestAnotherDisksDescriptionStays(t *testing.T) {
	withTools(t)
	chdir(t, "")
	dir, root := t.TempDir(), debian(t)
	first := filepath.Join(dir, "first.raw")
	if _, err := run(t, "build", root, first); err != nil {
		t.Fatal(err)
	}
	_, err := run(t, "build", root, filepath.Join(dir, "second.raw"))
	if err == nil || !strings.Contains(err.Error(), "disk.json describes first.raw, and a folder has one; name a disk in another folder") {
		t.Fatalf("it says %v", err)
	}
	if got := names(t, dir); got != step.InfoFile+" first.raw" {
		t.Fatalf("the folder holds %s", got)
	}
	if err := os.Remove(first); err != nil {
		t.Fatal(err)
	}
	if _, err := run(t, "build", root, filepath.Join(dir, "second.raw")); err != nil {
		t.Fatalf("a description without its disk is in the way: %v", err)
	}
}

func TestAFileThatIsNoDescriptionStays(t *testing.T) {
	chdir(t, "")
	raw := filepath.Join(t.TempDir(), "out.raw")
	described := filepath.Join(filepath.Dir(raw), step.InfoFile)
	if err := os.WriteFile(described, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := run(t, "build", t.TempDir(), raw)
	if err == nil || !strings.Contains(err.Error(), "disk.json") || !strings.Contains(err.Error(), "remove it, or name a disk in another folder") {
		t.Fatalf("it says %v", err)
	}
	if text, err := os.ReadFile(described); err != nil || string(text) != "mine" {
		t.Fatalf("the file holds %q, %v", text, err)
	}
}
