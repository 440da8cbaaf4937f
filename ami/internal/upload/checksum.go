package upload

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/minio/crc64nvme"

	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
)

// chunk is how much is read at once: larger reads are no faster.
const chunk = 256 << 10

// sum reads the part for its checksums: the CRC64NVME of all parts tells whether the
// disk is still the one that was described.
func (t *transfer) sum(p part.Part) (done completedPart, err error) {
	done.number, done.length = p.Number, p.Length
	if done.crc, err = checksum(t.src, p); err == nil && t.sums == sha256Sums {
		done.sha256, err = sha256Of(t.src, p, t.sumsOfZeroes)
	}
	return done, err
}

// checksum is a part's CRC64NVME. Over zeroes it is computed without reading.
func checksum(src io.ReaderAt, p part.Part) (disk.CRC64NVME, error) {
	if p.Zero {
		return zeroSum(p.Length), nil
	}
	h := crc64nvme.New()
	err := read(src, p, h)
	return disk.CRC64NVME(h.Sum64()), err
}

func sha256Of(src io.ReaderAt, p part.Part, known zeroSums) (sha256Sum, error) {
	if sum, ok := known[p.Length]; ok && p.Zero {
		return sum, nil
	}
	h := sha256.New()
	err := read(src, p, h)
	return sha256Sum(h.Sum(nil)), err
}

// read hashes the part.
func read(src io.ReaderAt, p part.Part, h hash.Hash) error {
	n, err := io.CopyBuffer(struct{ io.Writer }{h}, struct{ io.Reader }{io.NewSectionReader(src, p.Offset, p.Length)}, make([]byte, chunk))
	if err == nil && n < p.Length {
		err = disk.ErrChanged // it is shorter now
	}
	if err != nil {
		return fmt.Errorf("read %d bytes at %d of the disk: %w", p.Length, p.Offset, err)
	}
	return nil
}

// whole is a disk whose end never comes early: it is shorter then than it was.
type whole struct{ io.ReaderAt }

// ReadAt reads as [io.ReaderAt] says.
func (w whole) ReadAt(p []byte, off int64) (int, error) {
	n, err := w.ReaderAt.ReadAt(p, off)
	if n < len(p) && errors.Is(err, io.EOF) {
		err = disk.ErrChanged
	}
	return n, err
}
