package builtin

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/disk"
)

const placedOffset = 3 * mib // of the partition on the disk

// marks are the blocks of a file that hold their own number.
type marks struct{ first, last int64 }

// placed is a disk whose partition has a file of size bytes in place.
func placedFile(t *testing.T, size int64, m marks) string {
	t.Helper()
	needs(t, "mke2fs", "e2fsck")
	around := aroundFile(t, size+size/20+16*mib)
	space, err := openExtSpace(around)
	if err != nil {
		t.Fatal(err)
	}
	start, err := space.freeMiB()
	if err != nil {
		t.Fatal(err)
	}
	name := markedDisk(t, placedOffset+start*extBlock, placedOffset+size*2+64*mib, m)
	number, err := inodeOf(t.Context(), around, "folder/file")
	if err != nil {
		t.Fatal(err)
	}
	p, err := place(space, number, start, size)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.overlay(name, placedOffset); err != nil {
		t.Fatal(err)
	}
	return name
}

// aroundFile is a filesystem whose folder/file is empty.
func aroundFile(t *testing.T, size int64) *os.File {
	t.Helper()
	stage, err := newStage(t.TempDir(), "stage")
	if err != nil {
		t.Fatal(err)
	}
	if err := stage.write("folder/file", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	mke2fs, err := pathProgram(nil, "mke2fs")
	if err != nil {
		t.Fatal(err)
	}
	fs := Options{Work: t.TempDir()}.ext2(&tools{mke2fs: mke2fs}, newIdentity("x"), "AROUND")
	fs.source = stage.dir
	name := filepath.Join(t.TempDir(), "around")
	if err := createSparse(name, size); err != nil {
		t.Fatal(err)
	}
	if err := fs.fill(t.Context(), name, 0, size); err != nil {
		t.Fatal(err)
	}
	return openFile(t, name)
}

func openFile(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// markedDisk has the file's content, and ones in the byte before it.
func markedDisk(t *testing.T, at, size int64, m marks) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "disk")
	if err := createSparse(name, size); err != nil {
		t.Fatal(err)
	}
	f := openFile(t, name)
	for n := m.first; n <= m.last; n++ {
		if _, err := f.WriteAt(binary.LittleEndian.AppendUint64(nil, uint64(n)), at+n*extBlock); err != nil {
			t.Fatal(err)
		}
	}
	return name
}

func TestAFileThatIsPlacedReadsAsItWasWritten(t *testing.T) {
	for name, c := range map[string]struct {
		size int64
		marks
	}{
		"in the inode's own pointers":   {8 * extBlock, marks{1, 7}},
		"over the start of a group":     {160 * mib, marks{31000, 34000}},
		"at the end of the two levels":  {(12 + 1024 + 1024*1024) * extBlock, marks{1048000, 12 + 1024 + 1024*1024 - 1}},
		"one block behind these levels": {(12 + 1024 + 1024*1024 + 1) * extBlock, marks{1048000, 12 + 1024 + 1024*1024}},
	} {
		t.Run(name, func(t *testing.T) {
			disk := placedFile(t, c.size, c.marks)
			checkExt(t, disk, placedOffset)
			checkMarks(t, disk, c.size, c.marks)
		})
	}
}

// checkExt wants a filesystem in which nothing is to be mended.
func checkExt(t *testing.T, name string, offset int64) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "e2fsck", "-fn", fmt.Sprintf("%s?offset=%d", name, offset)).CombinedOutput(); err != nil {
		t.Errorf("e2fsck: %v\n%.2000s", err, out)
	}
}

func checkMarks(t *testing.T, name string, size int64, m marks) {
	t.Helper()
	content := contentOf(t, name, "folder/file")
	if content.Size() != size {
		t.Fatalf("the file has %d bytes", content.Size())
	}
	mark := make([]byte, 8)
	for n := m.first; n <= m.last; n++ {
		if _, err := content.ReadAt(mark, n*extBlock); err != nil || binary.LittleEndian.Uint64(mark) != uint64(n) {
			t.Fatalf("block %d holds %x, %v", n, mark, err)
		}
	}
}

func contentOf(t *testing.T, name, path string) *io.SectionReader {
	t.Helper()
	f := openFile(t, name)
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	filesystem, err := disk.OpenFilesystem(f, disk.Partition{Start: placedOffset, Size: info.Size() - placedOffset})
	if err != nil {
		t.Fatal(err)
	}
	var content *io.SectionReader
	err = filesystem.Walk(t.Context(), func(e *disk.FileEntry) error {
		if e.Path == path {
			content = e.Content()
		}
		return nil
	})
	if err != nil || content == nil {
		t.Fatalf("%s is not there, %v", path, err)
	}
	return content
}

func TestAFileThatDoesNotFitIsRefused(t *testing.T) {
	around := aroundFile(t, 64*mib)
	for name, size := range map[string]int64{"at all": 65 * mib, "beside what finds it": 63 * mib} {
		space, err := openExtSpace(around)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := place(space, 12, 256, size); err == nil || !strings.Contains(err.Error(), "no block left") {
			t.Errorf("what does not fit %s gives %v", name, err)
		}
	}
}

func TestAFilesystemThatWasNotAskedForIsNotWrittenTo(t *testing.T) {
	needs(t, "mke2fs")
	name := filepath.Join(t.TempDir(), "other")
	if out, err := exec.CommandContext(t.Context(), "mke2fs", "-q", "-F", "-t", "ext2", "-b", "1024", name, "8M").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := openExtSpace(openFile(t, name)); err == nil || !strings.Contains(err.Error(), "not asked for") {
		t.Errorf("it is opened: %v", err)
	}
}
