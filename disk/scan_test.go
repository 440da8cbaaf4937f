package disk_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/minio/crc64nvme"
	"golang.org/x/sys/unix"

	"github.com/amikit/amikit/disk"
)

// piece is data at an offset of a sparse file.
type piece struct {
	offset int64
	data   []byte
}

func random(seed uint64, n int) []byte {
	data := make([]byte, n)
	source := rand.New(rand.NewPCG(seed, 1))
	for i := range data {
		data[i] = byte(source.Uint32())
	}
	return data
}

// sparse makes a file of that size with holes between the pieces, and opens it.
func sparse(t *testing.T, size int64, pieces ...piece) *disk.File {
	t.Helper()
	name := filepath.Join(t.TempDir(), "test.raw")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pieces {
		if _, err := file.WriteAt(p.data, p.offset); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(file.Truncate(size), file.Close()); err != nil {
		t.Fatal(err)
	}
	return open(t, name)
}

func open(t testing.TB, name string) *disk.File {
	t.Helper()
	f, err := disk.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func scan(t *testing.T, f *disk.File, workers int) *disk.Scanned {
	t.Helper()
	s, err := disk.Scan(t.Context(), f, workers)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestScanSeesWhatReadingTheWholeFileSees(t *testing.T) {
	const mib = 1 << 20
	for name, c := range map[string]struct {
		size   int64
		pieces []piece
	}{
		"an empty file":                    {0, nil},
		"one hole":                         {5*mib + 17, nil},
		"data at both ends":                {9 * mib, []piece{{0, random(1, 100)}, {9*mib - 3, random(2, 3)}}},
		"data over a block's border":       {4 * mib, []piece{{disk.BlockSize - 50, random(3, 100)}}},
		"zeroes that were written":         {4 * mib, []piece{{0, make([]byte, 2*mib)}, {3 * mib, random(4, 9)}}},
		"a last block cut off":             {2*mib + 5, []piece{{2 * mib, random(5, 5)}}},
		"a last block of zeroes cut off":   {2*mib + 5, []piece{{2 * mib, make([]byte, 5)}}},
		"a size that is no multiple of 8":  {1001, []piece{{0, random(6, 1001)}}},
		"many small extents in one block":  {mib, []piece{{0, random(7, 9)}, {64 << 10, random(8, 9)}, {256 << 10, random(9, 9)}}},
		"every block full":                 {3 * mib, []piece{{0, random(10, 3*mib)}}},
		"extents that share a block's end": {2 * mib, []piece{{disk.BlockSize - 4096, random(11, 4096)}, {disk.BlockSize + 8192, random(12, 4096)}}},
	} {
		t.Run(name, func(t *testing.T) {
			f := sparse(t, c.size, c.pieces...)
			content, err := os.ReadFile(f.Name())
			if err != nil {
				t.Fatal(err)
			}
			got := scan(t, f, 3)
			if diff := cmp.Diff(naive(content), got.Manifest); diff != "" {
				t.Fatal(diff)
			}
			if want := disk.CRC64NVME(crc64nvme.Checksum(content)); got.CRC64NVME != want {
				t.Fatalf("checksum is %s, want %s", got.CRC64NVME, want)
			}
		})
	}
}

func TestHolesDoNotChangeTheDigest(t *testing.T) {
	const size = 4 << 20
	data := random(1, 4096)
	withHoles := sparse(t, size, piece{1 << 20, data})
	full := make([]byte, size)
	copy(full[1<<20:], data)
	written := sparse(t, size, piece{0, full})
	a, b := scan(t, withHoles, 1), scan(t, written, 4)
	if a.Manifest.Digest() != b.Manifest.Digest() || a.CRC64NVME != b.CRC64NVME {
		t.Fatalf("%v and %v differ", a.Manifest.Digest(), b.Manifest.Digest())
	}
}

func TestSizeIsPartOfTheDigest(t *testing.T) {
	short, long := sparse(t, 1<<20), sparse(t, 2<<20)
	if scan(t, short, 1).Manifest.Digest() == scan(t, long, 1).Manifest.Digest() {
		t.Fatal("two empty disks of different size have one digest")
	}
}

func TestAHugeSparseDiskCostsItsDataOnly(t *testing.T) {
	const size = 200 << 30
	f := sparse(t, size, piece{100 << 30, random(1, 4096)})
	extents, err := f.Extents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(extents) != 1 || extents[0].Length > 1<<20 {
		t.Fatalf("the file's holes were not seen: %v; use a filesystem with SEEK_HOLE for TMPDIR", extents)
	}
	if m := scan(t, f, 2).Manifest; m.Size != size || len(m.Blocks) != 1 {
		t.Fatalf("manifest has size %d and %d blocks", m.Size, len(m.Blocks))
	}
}

func TestScanStopsWhenItIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := sparse(t, 1<<20, piece{0, random(1, 10)})
	if _, err := disk.Scan(ctx, f, 2); !errors.Is(err, context.Canceled) {
		t.Fatalf("scan ended with %v", err)
	}
}

func TestScanOfAFileThatShrankIsAnError(t *testing.T) {
	f := sparse(t, 4<<20, piece{0, random(1, 4<<20)})
	if err := os.Truncate(f.Name(), 1<<20); err != nil {
		t.Fatal(err)
	}
	if _, err := disk.Scan(t.Context(), f, 1); err == nil {
		t.Fatal("the part that is gone passed for a hole")
	}
}

func TestOpenRefusesAFolder(t *testing.T) {
	if _, err := disk.Open(t.TempDir()); err == nil {
		t.Fatal("a folder was opened as a disk")
	}
}

func TestOpenRefusesAPipeAndADevice(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.raw")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{pipe, os.DevNull} {
		if _, err := disk.Open(name); err == nil || !strings.Contains(err.Error(), name+" is neither a file nor a block device") {
			t.Errorf("open says %v", err)
		}
	}
}

// naive makes the manifest from the whole content, as docs/digest.md defines it.
func naive(content []byte) disk.Manifest {
	m := disk.Manifest{Size: int64(len(content))}
	for i := 0; i*disk.BlockSize < len(content); i++ {
		padded := make([]byte, disk.BlockSize)
		copy(padded, content[i*disk.BlockSize:])
		if bytes.Count(padded, []byte{0}) < disk.BlockSize {
			m.Blocks = append(m.Blocks, disk.Block{Index: uint32(i), SHA256: sha256.Sum256(padded)})
		}
	}
	return m
}
