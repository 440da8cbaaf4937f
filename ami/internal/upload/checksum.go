package upload

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"

	"github.com/minio/crc64nvme"

	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
)

// chunk is how much is read at once: larger reads are no faster.
const chunk = 256 << 10

// sum finds the part's checksums: the CRC64NVME of all parts tells whether the disk
// is still the one that was described.
func (t *transfer) sum(p part.Part) (done completedPart, err error) {
	done.number, done.length = p.Number, p.Length
	if t.sums != sha256Sums {
		done.crc, err = t.combine(p)
		return done, err
	}
	if done.crc, err = checksum(t.src, p); err == nil {
		done.sha256, err = sha256Of(t.src, p, t.sumsOfZeroes)
	}
	return done, err
}

// combine puts a part's CRC64NVME together from those of its blocks, and reads only
// what is no whole block, or all where they are not known.
func (t *transfer) combine(p part.Part) (crc disk.CRC64NVME, err error) {
	if t.BlockSums == nil || p.Zero {
		return checksum(t.src, p)
	}
	for at, end := p.Offset, p.Offset+p.Length; at < end; {
		next := min((at/disk.BlockSize+1)*disk.BlockSize, end)
		sum, known := t.BlockSums.Of(at, next)
		if !known {
			if sum, err = checksum(t.src, part.Part{Offset: at, Length: next - at}); err != nil {
				return 0, err
			}
		}
		crc, at = crc.Append(sum, next-at), next
	}
	return crc, nil
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
