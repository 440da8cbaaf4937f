package auroraboot

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestZeroesBecomeHolesAndNothingElseChanges(t *testing.T) {
	data := make([]byte, 5*holeSize+100)
	random := rand.NewChaCha8([32]byte{1})
	_, _ = random.Read(data[:10]) // ChaCha8.Read never fails
	_, _ = random.Read(data[3*holeSize+5 : 3*holeSize+50])
	name := filepath.Join(t.TempDir(), "disk.raw")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := punchZeroes(name); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(after, data) {
		t.Fatalf("the content changed (%v)", err)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Sys().(*syscall.Stat_t).Blocks * 512; got > 3*holeSize {
		t.Errorf("%d bytes are still allocated", got)
	}
}

func TestOnlyOwnLoopDevicesAreDetached(t *testing.T) {
	sys, dev := t.TempDir(), t.TempDir()
	for name, backing := range map[string]string{
		"loop0": "/scratch/amikit-A/auroraboot-raw-image-1/efi.img (deleted)\n",
		"loop1": "/scratch/amikit-B/auroraboot-raw-image-2/efi.img (deleted)\n",
		"loop2": "/var/lib/snapd/core.snap\n",
	} {
		dir := filepath.Join(sys, name, "loop")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "backing_file"), []byte(backing), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w := &loopWatch{sysBlock: sys, dev: dev, mounts: "/proc/self/mountinfo", dir: "/scratch/amikit-A", held: map[string]*heldLoop{}}
	err := w.look() // the folder of devices is empty, so each try fails
	if err == nil {
		t.Fatal("no device was tried")
	}
	if got := err.Error(); !strings.Contains(got, "loop0") || strings.Contains(got, "loop1") || strings.Contains(got, "loop2") {
		t.Fatalf("it tried %q", got)
	}
}
