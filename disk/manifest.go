package disk

import (
	"crypto/sha256"

	"github.com/opencontainers/go-digest"
)

// BlockSize is the unit of a manifest in bytes: that of EBS direct's blocks.
const BlockSize = 512 << 10

// Block is one block of a disk that is not all zero.
type Block struct {
	// Index is the block's offset divided by [BlockSize].
	Index uint32
	// SHA256 is the hash of its bytes; the disk's last block is padded with
	// zeroes to [BlockSize], as EBS returns it.
	SHA256 [sha256.Size]byte
}

// Manifest is a disk's content by blocks. Whether zeroes were written or are a
// hole makes no difference to it.
type Manifest struct {
	// Size is the disk's size in bytes.
	Size int64
	// Blocks are the blocks that are not all zero, ascending by Index.
	Blocks []Block
}

// Digest returns the disk's identity: the SHA-256 of the manifest's canonical form.
func (m Manifest) Digest() digest.Digest {
	return digest.FromBytes(m.canonical())
}

// DataBytes returns how many bytes of the disk lie in blocks that are not all zero.
func (m Manifest) DataBytes() int64 {
	total := int64(len(m.Blocks)) * BlockSize
	if n := len(m.Blocks); n > 0 {
		if end := (int64(m.Blocks[n-1].Index) + 1) * BlockSize; end > m.Size {
			total -= end - m.Size
		}
	}
	return total
}

// blockCount returns how many blocks a disk of that size has.
func blockCount(size int64) int64 { return (size + BlockSize - 1) / BlockSize }
