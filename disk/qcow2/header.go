package qcow2

import "encoding/binary"

const (
	clusterBits = 16
	clusterSize = 1 << clusterBits
	// refcountOrder is the logarithm of a reference count's width in bits.
	refcountOrder = 4
	refcountSize  = 1 << refcountOrder / 8
	entrySize     = 8
	headerSize    = 104
	// copied marks a cluster that nobody else refers to.
	copied = 1 << 63
)

// header is what stands in the image's first cluster.
type header struct {
	Magic                 [4]byte
	Version               uint32
	BackingFileOffset     uint64
	BackingFileSize       uint32
	ClusterBits           uint32
	Size                  uint64
	CryptMethod           uint32
	L1Size                uint32
	L1TableOffset         uint64
	RefcountTableOffset   uint64
	RefcountTableClusters uint32
	Snapshots             uint32
	SnapshotsOffset       uint64
	IncompatibleFeatures  uint64
	CompatibleFeatures    uint64
	AutoclearFeatures     uint64
	RefcountOrder         uint32
	HeaderLength          uint32
}

// encode returns the first cluster; the zeroes behind the header end its list of
// extensions.
func (h header) encode() ([]byte, error) {
	cluster := make([]byte, clusterSize)
	_, err := binary.Encode(cluster, binary.BigEndian, h)
	return cluster, err
}
