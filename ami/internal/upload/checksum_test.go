package upload

import (
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/awstest"
)

// metered counts the bytes that are read.
type metered struct {
	*disk.File
	read atomic.Int64
}

func (c *metered) ReadAt(p []byte, off int64) (int, error) {
	c.read.Add(int64(len(p)))
	return c.File.ReadAt(p, off)
}

// scanned is a disk in a file, with the checksums of its blocks.
func scanned(t *testing.T, s sparse) (*metered, *disk.Scanned) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "disk.raw")
	content := make([]byte, s.size)
	_, err := s.ReadAt(content, 0)
	if err == nil {
		err = os.WriteFile(name, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	file, err := disk.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() }) // it was only read
	found, err := disk.Scan(t.Context(), file, 2)
	if err != nil {
		t.Fatal(err)
	}
	return &metered{File: file}, found
}

func TestAPartsChecksumIsPutTogetherFromItsBlocks(t *testing.T) {
	source, found := scanned(t, sparse{seed: 1, size: 4*mib + 77, extents: []disk.Extent{{Offset: 4096, Length: mib}, {Offset: 3 * mib, Length: mib + 77}}})
	for name, c := range map[string]struct {
		part part.Part
		read int64
	}{
		"whole blocks":            {part.Part{Offset: disk.BlockSize, Length: 2 * disk.BlockSize}, 0},
		"blocks of zeroes":        {part.Part{Offset: 2 * mib, Length: mib}, 0},
		"the disk's end":          {part.Part{Offset: 4 * mib, Length: 77}, 0},
		"a block cut at one side": {part.Part{Offset: 4096, Length: mib - 4096}, disk.BlockSize - 4096},
		"blocks cut at both":      {part.Part{Offset: 4096, Length: mib}, disk.BlockSize},
		"less than a block":       {part.Part{Offset: 512, Length: 8192}, 8192},
	} {
		t.Run(name, func(t *testing.T) {
			want, err := checksum(source, c.part)
			if err != nil {
				t.Fatal(err)
			}
			source.read.Store(0)
			got, err := (&transfer{Uploader: &Uploader{BlockSums: found.Sums}, src: source}).combine(c.part)
			if err != nil || got != want {
				t.Errorf("it is %s, want %s, %v", got, want, err)
			}
			if read := source.read.Load(); read != c.read {
				t.Errorf("%d bytes were read, want %d", read, c.read)
			}
		})
	}
}

func TestADiskWhoseBlocksAreKnownIsReadOnce(t *testing.T) {
	s := oneExtent(1, 40*mib, 40*mib)
	source, found := scanned(t, s)
	bucket := awstest.Bucket(t)
	u := newUploader(t, bucket, s)
	u.BlockSums = found.Sums
	if _, err := u.Upload(t.Context(), source); err != nil || source.read.Load() > 42*mib {
		t.Fatalf("%d bytes were read, %v", source.read.Load(), err)
	}
	verify(t, bucket, s)
}

func TestADiskThatChangedIsNotUploadedByItsOldChecksums(t *testing.T) {
	s := oneExtent(1, 20*mib, 20*mib)
	_, found := scanned(t, s)
	u := newUploader(t, awstest.Bucket(t), s)
	u.BlockSums = found.Sums
	if _, err := u.Upload(t.Context(), oneExtent(2, 20*mib, 20*mib)); !errors.Is(err, disk.ErrChanged) {
		t.Fatalf("error is %v", err)
	}
}

func TestAPartKeepsItsLastBytesBackWhenItIsAnother(t *testing.T) {
	s := oneExtent(1, mib, mib)
	for name, c := range map[string]struct {
		crc   disk.CRC64NVME
		skip  int64
		fails bool
	}{
		"the same":              {crc: s.crc(t)},
		"another":               {crc: s.crc(t) + 1, fails: true},
		"the rest of it alone":  {crc: s.crc(t), skip: 5},
		"nothing but its end":   {crc: s.crc(t), skip: mib},
		"the rest, and another": {crc: s.crc(t) + 1, skip: 5},
	} {
		t.Run(name, func(t *testing.T) {
			body := check(io.NewSectionReader(s, 0, mib), completedPart{length: mib, crc: c.crc})
			for _, place := range []struct {
				offset int64
				whence int
			}{{0, io.SeekCurrent}, {0, io.SeekEnd}, {c.skip, io.SeekStart}} { // as the SDK asks for the length
				if _, err := body.Seek(place.offset, place.whence); err != nil {
					t.Fatal(err)
				}
			}
			hash := sha256.New()
			n, err := io.Copy(hash, body)
			if errors.Is(err, disk.ErrChanged) != c.fails || !c.fails && n != mib-c.skip || c.fails && n == mib {
				t.Fatalf("%d bytes, %v", n, err)
			}
		})
	}
}
