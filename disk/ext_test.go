package disk

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// mke2fs makes a filesystem of a folder in the named file.
func mke2fs(t testing.TB, dir, name string, arguments ...string) {
	t.Helper()
	arguments = append(append([]string{"-q", "-F", "-d", dir}, arguments...), name)
	cmd := exec.CommandContext(t.Context(), "/usr/sbin/mke2fs", arguments...)
	cmd.Env = append(os.Environ(), "PATH="+os.Getenv("PATH")+":/usr/sbin:/sbin")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("mke2fs (install e2fsprogs): %v\n%s", err, out)
	}
}

// put writes a file below dir.
func put(t testing.TB, dir, name string, data []byte) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func link(t testing.TB, dir, name, target string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

func random(t testing.TB, n int) []byte {
	t.Helper()
	data := make([]byte, n)
	if _, err := rand.NewChaCha8([32]byte{7}).Read(data); err != nil {
		t.Fatal(err)
	}
	return data
}

// extTree has what a reader can trip over: a long file with a hole, an empty one,
// a directory of many blocks, links of all kinds.
func extTree(t testing.TB) (dir string, long []byte) {
	t.Helper()
	dir, long = t.TempDir(), random(t, 6<<20)
	put(t, dir, "usr/lib/long", nil)
	f, err := os.OpenFile(filepath.Join(dir, "usr/lib/long"), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	clear(long[1<<20 : 3<<20]) // a hole
	for _, at := range []int{0, 3 << 20} {
		part := long[at:]
		if at == 0 {
			part = long[:1<<20]
		}
		if _, err := f.WriteAt(part, int64(at)); err != nil {
			t.Fatal(err)
		}
	}
	put(t, dir, "empty", nil)
	for i := range 2000 {
		put(t, dir, fmt.Sprintf("many/a-file-with-a-longer-name-%04d", i), []byte{byte(i)})
	}
	link(t, dir, "lib", "usr/lib")
	link(t, dir, "absolute", "/usr/lib/../lib/long")
	link(t, dir, "deep/"+strings.Repeat("d", 60), "../"+strings.Repeat("./", 40)+"empty")
	link(t, dir, "loop", "loop")
	return dir, long
}

func extKinds() map[string][]string {
	return map[string][]string{
		"ext2 with 1 KiB blocks":  {"-t", "ext2", "-b", "1024"},
		"ext2 with 4 KiB blocks":  {"-t", "ext2", "-b", "4096"},
		"ext2 of the first kind":  {"-t", "ext2", "-b", "1024", "-I", "128", "-O", "none,filetype"},
		"ext3":                    {"-t", "ext3", "-b", "2048"},
		"ext4":                    {"-t", "ext4", "-b", "4096"},
		"ext4 of 64 bits":         {"-t", "ext4", "-b", "1024", "-O", "64bit,metadata_csum"},
		"ext4 without extents":    {"-t", "ext4", "-b", "1024", "-O", "^extent,^64bit"},
		"ext4 with short inodes":  {"-t", "ext4", "-b", "4096", "-I", "128"},
		"ext4 with large folders": {"-t", "ext4", "-b", "1024", "-O", "large_dir,dir_index"},
	}
}

func TestEveryExtIsRead(t *testing.T) {
	dir, long := extTree(t)
	for name, arguments := range extKinds() {
		t.Run(name, func(t *testing.T) {
			e := openMade(t, dir, arguments)
			for _, path := range []string{"usr/lib/long", "/lib/long", "absolute"} {
				checkContent(t, e, path, long)
			}
			checkContent(t, e, "deep/"+strings.Repeat("d", 60), nil)
			checkContent(t, e, "many/a-file-with-a-longer-name-1234", []byte{1234 & 0xff})
			names, err := e.names("many")
			if err != nil || len(names) != 2000 {
				t.Errorf("the folder has %d names (%v)", len(names), err)
			}
			for _, path := range []string{"many/none", "empty/below", "usr"} {
				if _, err := e.open(path); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%s: %v", path, err)
				}
			}
			if _, err := e.open("loop"); err == nil || errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a link to itself: %v", err)
			}
		})
	}
}

func openMade(t testing.TB, dir string, arguments []string) *ext {
	t.Helper()
	name := filepath.Join(t.TempDir(), "fs")
	put(t, filepath.Dir(name), "fs", nil)
	if err := os.Truncate(name, 64<<20); err != nil {
		t.Fatal(err)
	}
	mke2fs(t, dir, name, arguments...)
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	e, err := openExt(f)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func checkContent(t *testing.T, e *ext, path string, want []byte) {
	t.Helper()
	f, err := e.open(path)
	if err != nil {
		t.Error(err)
		return
	}
	got, err := io.ReadAll(io.NewSectionReader(f, 0, f.Size()))
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s has %d bytes, not the %d of the file (%v)", path, len(got), len(want), err)
	}
	middle := make([]byte, 5000)
	if n, _ := f.ReadAt(middle, 1<<20-777); len(want) > 2<<20 && !bytes.Equal(middle[:n], want[1<<20-777:][:5000]) {
		t.Errorf("%s differs in its middle", path)
	}
}

// FuzzExt holds the reader to its promise: damage ends it and never hangs it.
func FuzzExt(f *testing.F) {
	dir := f.TempDir()
	put(f, dir, "etc/os-release", []byte("PRETTY_NAME=x\n"))
	put(f, dir, "usr/lib/modules/6/modules.dep", random(f, 100<<10))
	for _, kind := range []string{"ext2", "ext4"} {
		name := filepath.Join(f.TempDir(), "fs")
		put(f, filepath.Dir(name), "fs", nil)
		if err := os.Truncate(name, 512<<10); err != nil {
			f.Fatal(err)
		}
		mke2fs(f, dir, name, "-t", kind, "-b", "1024", "-N", "64", "-O", "^has_journal,^resize_inode")
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &System{}
		l := &Layout{Partitions: []Partition{{Number: 1, Size: int64(len(data))}}}
		s.readRoot(t.Context(), bytes.NewReader(data), l)
		if s.Family == "" && len(s.Unread) == 0 {
			t.Fatal("it says nothing")
		}
		walkAll(t, data)
	})
}

// walkAll reads the attributes of whatever is found.
func walkAll(t *testing.T, data []byte) {
	t.Helper()
	e, err := openExt(bytes.NewReader(data))
	if err != nil {
		return
	}
	_ = (&Filesystem{ext: e}).Walk(t.Context(), func(entry *FileEntry) error { // an error is as good as an end
		_, err := entry.Attributes()
		return err
	})
}
