package disk

import (
	"bytes"
	"encoding/binary"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestEveryEntryOfAnExtIsAsTheFoldersFile(t *testing.T) {
	dir, _ := extTree(t)
	addSpecial(t, dir)
	for _, name := range []string{"ext2 of the first kind", "ext2 with 4 KiB blocks", "ext4 of 64 bits", "ext4 without extents"} {
		t.Run(name, func(t *testing.T) {
			found := 0
			filesystem := &Filesystem{ext: openMade(t, dir, extKinds()[name])}
			err := filesystem.Walk(t.Context(), func(e *FileEntry) error {
				if e.Path == "lost+found" {
					return nil
				}
				found++
				return checkEntry(t, filepath.Join(dir, e.Path), e)
			})
			if err != nil || found != countEntries(t, dir) {
				t.Fatalf("found %d of %d entries: %v", found, countEntries(t, dir), err)
			}
		})
	}
}

// addSpecial adds what has a mode, an owner or a number of its own.
func addSpecial(t *testing.T, dir string) {
	t.Helper()
	put(t, dir, "special/setuid", []byte("x"))
	set := filepath.Join(dir, "special/setuid")
	if err := os.Chown(set, 70000, 80000); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(set, 0o750|fs.ModeSetuid|fs.ModeSticky); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mkfifo(filepath.Join(dir, "special/fifo"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(set, time.Unix(-5, 0), time.Unix(-5, 0)); err != nil {
		t.Fatal(err)
	}
}

func countEntries(t *testing.T, dir string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(string, fs.DirEntry, error) error { n++; return nil })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// checkEntry holds an entry against the file that it was copied from. The root's
// own mode is mke2fs's.
func checkEntry(t *testing.T, source string, e *FileEntry) error {
	info, err := os.Lstat(source)
	if err != nil {
		return err
	}
	var stat unix.Stat_t
	if err := unix.Lstat(source, &stat); err != nil {
		return err
	}
	if e.Path == "." {
		return nil
	}
	if e.Mode != info.Mode() || e.UID != stat.Uid || e.GID != stat.Gid || e.ModTime.Unix() != info.ModTime().Unix() {
		t.Errorf("%s: %v %d:%d %v, want %v %d:%d %v", e.Path, e.Mode, e.UID, e.GID, e.ModTime, info.Mode(), stat.Uid, stat.Gid, info.ModTime())
	}
	if target, err := os.Readlink(source); err == nil && e.Target != target {
		t.Errorf("%s leads to %q", e.Path, e.Target)
	}
	if !info.Mode().IsRegular() {
		return nil
	}
	want, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	if got, err := io.ReadAll(e.Content()); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s has another content, %v", e.Path, err)
	}
	return nil
}

func TestARingOfDirectoriesEndsTheWalk(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a/b/file", nil)
	e := openMade(t, dir, []string{"-t", "ext2", "-b", "1024"})
	b, err := e.find("a/b")
	if err != nil {
		t.Fatal(err)
	}
	// The file's entry in b becomes one for the root directory.
	block := make([]byte, 1024)
	at := int64(binary.LittleEndian.Uint32(b.place[:])) * 1024
	if err := e.read(block, at); err != nil {
		t.Fatal(err)
	}
	binary.LittleEndian.PutUint32(block[24:], rootInode)
	e.r = patched{e.r, at, block}
	if err := (&Filesystem{ext: e}).Walk(t.Context(), func(*FileEntry) error { return nil }); err == nil || !strings.Contains(err.Error(), "are damaged") {
		t.Fatalf("the walk ends with %v", err)
	}
}

// patched has other bytes at one place.
type patched struct {
	io.ReaderAt
	at   int64
	data []byte
}

func (p patched) ReadAt(b []byte, off int64) (int, error) {
	n, err := p.ReaderAt.ReadAt(b, off)
	if off <= p.at && off+int64(n) >= p.at+int64(len(p.data)) {
		copy(b[p.at-off:], p.data)
	}
	return n, err
}
