package ami

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/awstest"
)

// checkFileIs compares a file with the disk, and that its holes are holes.
func (w *world) checkFileIs(name string, d Disk) {
	w.t.Helper()
	got, err := os.ReadFile(name)
	if err != nil {
		w.t.Fatal(err)
	}
	want := make([]byte, d.Source.Size())
	if _, err := d.Source.ReadAt(want, 0); err != nil {
		w.t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		w.t.Fatalf("the file of %d bytes is not the disk of %d", len(got), len(want))
	}
}

func TestDownloadReadsTheDiskBack(t *testing.T) {
	for name, method := range map[string]func(*Options){"s3": func(*Options) {}, "ebs": byEBS} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			d := w.sparseDisk(3*mib+512, 40*mib+512)
			file := filepath.Join(t.TempDir(), "back.raw")
			got, err := Download(t.Context(), w.create(d, method).SnapshotID, file, w.options(method))
			if err != nil || got.Size != 40*mib+512 || got.Blocks != 7 {
				t.Fatalf("%+v, %v", got, err)
			}
			w.checkFileIs(file, d)
			back, err := disk.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(err, back.Close()); err != nil {
				t.Fatal(err)
			}
			if entries, err := os.ReadDir(filepath.Dir(file)); err != nil || len(entries) != 1 {
				t.Fatalf("left beside it: %v, %v", entries, err)
			}
		})
	}
}

func TestAStoppedDownloadGoesOnWhereItEnded(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 8*mib)
	id, file, plain := w.create(d, byEBS).SnapshotID, filepath.Join(t.TempDir(), "back.raw"), w.cfg
	var calls atomic.Int64
	w.cfg = awstest.Intercept(plain, func(name string) error {
		if name == "EBS.GetSnapshotBlock" && calls.Add(1) > 10 {
			return errKilled
		}
		return nil
	}, nil)
	const underWay = blockWorkers - 1 // beside the one that is stopped
	few := func(o *Options) { o.Concurrency = 1 }
	if _, err := Download(t.Context(), id, file, w.options(few)); !errors.Is(err, errKilled) {
		t.Fatalf("error is %v", err)
	}
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("an incomplete file has the name of a complete one")
	}
	w.cfg = plain
	got, err := Download(t.Context(), id, file, w.options(byEBS))
	if err != nil || got.Blocks > 6+underWay {
		t.Fatalf("%+v, %v", got, err)
	}
	w.checkFileIs(file, d)
}

func TestADownloadNeverGoesOnWithAnotherSnapshot(t *testing.T) {
	w := newWorld(t)
	first, second := w.disk(1, 4*mib), w.disk(2, 4*mib)
	file, plain := filepath.Join(t.TempDir(), "back.raw"), w.cfg
	one := w.create(first, byEBS).SnapshotID
	two := w.create(second, byEBS, func(o *Options) { o.Name += " 2" }).SnapshotID
	var calls atomic.Int64
	w.cfg = awstest.Intercept(plain, func(name string) error {
		if name == "EBS.GetSnapshotBlock" && calls.Add(1) > 3 {
			return errKilled
		}
		return nil
	}, nil)
	if _, err := Download(t.Context(), one, file, w.options(byEBS)); !errors.Is(err, errKilled) {
		t.Fatalf("error is %v", err)
	}
	w.cfg = plain
	if got, err := Download(t.Context(), two, file, w.options(byEBS)); err != nil || got.Blocks != 8 {
		t.Fatalf("%+v, %v", got, err)
	}
	w.checkFileIs(file, second)
}

func TestDownloadOverwritesNothing(t *testing.T) {
	w := newWorld(t)
	id, file := w.create(w.disk(1, mib)).SnapshotID, filepath.Join(t.TempDir(), "mine")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Download(t.Context(), id, file, w.options()); err == nil || !strings.Contains(err.Error(), "already") {
		t.Fatalf("error is %v", err)
	}
	if _, err := Download(t.Context(), "snap-0ffffffffffffffff", file+"2", w.options()); err == nil {
		t.Fatal("a snapshot that is not there was read")
	}
}
