package main

import (
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/internal/disk/rootfs"
)

func TestTheRootFilesystemIsKairosOfTheSizeAskedFor(t *testing.T) {
	dir := t.TempDir()
	if err := run([]string{dir, "4"}); err != nil {
		t.Fatal(err)
	}
	root, err := rootfs.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if release, err := root.Release(); err != nil || !release.IsKairos() {
		t.Fatalf("release is %+v, %v", release, err)
	}
	var size int64
	err = filepath.WalkDir(filepath.Join(dir, "usr/share"), func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		size += info.Size()
		return err
	})
	if err != nil || size != 4<<20 {
		t.Fatalf("it has %d bytes, %v", size, err)
	}
}

func TestWrongArgumentsAreRefused(t *testing.T) {
	for name, args := range map[string][]string{"no size": {t.TempDir()}, "a size of none": {t.TempDir(), "0"}, "no number": {t.TempDir(), "1G"}} {
		if err := run(args); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
