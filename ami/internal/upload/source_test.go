package upload

import (
	"context"
	"encoding/binary"
	"hash/fnv"
	"testing"

	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
)

const mib = 1 << 20

// sparse is a disk that nobody stores: in its extents each eight bytes depend on
// the seed and on their place.
type sparse struct {
	seed    uint64
	size    int64
	extents []disk.Extent
}

func (s sparse) Size() int64 { return s.size }

func (s sparse) Extents(context.Context) ([]disk.Extent, error) { return s.extents, nil }

func (s sparse) ReadAt(p []byte, off int64) (int, error) {
	clear(p)
	for _, e := range s.extents {
		for at := max(e.Offset, off); at < min(e.End(), off+int64(len(p))); at++ {
			p[at-off] = s.at(at)
		}
	}
	return len(p), nil
}

func (s sparse) at(offset int64) byte {
	return byte((uint64(offset>>3)*0x9E3779B97F4A7C15 + s.seed) >> (8 * (offset & 7)))
}

func (s sparse) content() string {
	hash := fnv.New64a()
	for _, v := range []uint64{s.seed, uint64(s.size), uint64(len(s.extents))} {
		hash.Write(binary.BigEndian.AppendUint64(nil, v))
	}
	return digest.FromBytes(hash.Sum(nil)).String()
}

func (s sparse) crc(t *testing.T) disk.CRC64NVME {
	t.Helper()
	sum, err := checksum(s, part.Part{Length: s.size})
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// oneExtent has data at its start alone.
func oneExtent(seed uint64, data, size int64) sparse {
	return sparse{seed: seed, size: size, extents: []disk.Extent{{Length: data}}}
}
