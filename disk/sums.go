package disk

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/minio/crc64nvme"
)

// Sums are the checksums of a disk's blocks. From them the checksum of any stretch
// of whole blocks is put together without reading it again.
type Sums struct {
	manifest Manifest
	crcs     []CRC64NVME // of the manifest's blocks
}

// errWrongSums are checksums of another disk.
var errWrongSums = errors.New("the blocks' checksums do not make up the disk's")

// Of returns the checksum of the bytes from offset to end where they are one whole
// block, the disk's last one as long as it is; false for any other bytes, and where
// s is nil.
func (s *Sums) Of(offset, end int64) (CRC64NVME, bool) {
	if s == nil || offset%BlockSize != 0 || end != min(offset+BlockSize, s.manifest.Size) {
		return 0, false
	}
	at, found := slices.BinarySearchFunc(s.manifest.Blocks, offset/BlockSize, func(b Block, index int64) int { return int(int64(b.Index) - index) })
	if !found {
		return CRC64NVME(0).AppendZeroes(end - offset), true
	}
	return s.crcs[at], true
}

// whole returns the checksum of the disk.
func (s *Sums) whole() (crc CRC64NVME) {
	at := int64(0)
	for i, b := range s.manifest.Blocks {
		start := int64(b.Index) * BlockSize
		end := min(start+BlockSize, s.manifest.Size)
		crc = crc.AppendZeroes(start-at).Append(s.crcs[i], end-start)
		at = end
	}
	return crc.AppendZeroes(s.manifest.Size - at)
}

// MarshalBinary returns eight bytes for each block of the manifest, big-endian.
func (s *Sums) MarshalBinary() ([]byte, error) {
	form := make([]byte, 0, len(s.crcs)*crc64nvme.Size)
	for _, crc := range s.crcs {
		form = binary.BigEndian.AppendUint64(form, uint64(crc))
	}
	return form, nil
}

// ParseSums returns the checksums of the manifest's blocks, which must make up that
// of the whole disk; nil for a description that has none.
func (i *Info) ParseSums(m Manifest) (*Sums, error) {
	if len(i.BlockSums) == 0 {
		return nil, nil
	}
	if len(i.BlockSums) != len(m.Blocks)*crc64nvme.Size {
		return nil, errWrongSums
	}
	s := &Sums{manifest: m}
	for sum := range slices.Chunk(i.BlockSums, crc64nvme.Size) {
		s.crcs = append(s.crcs, CRC64NVME(binary.BigEndian.Uint64(sum)))
	}
	if s.whole() != i.CRC64NVME {
		return nil, errWrongSums
	}
	return s, nil
}
