package vhd

import "encoding/binary"

const (
	headerSize   = 1024
	version      = 0x00010000
	typeDynamic  = 3
	reservedBit  = 2 // of the features, always set
	noNextHeader = 1<<64 - 1
)

// footer ends the file, and begins it as a copy.
type footer struct {
	Cookie         [8]byte
	Features       uint32
	Version        uint32
	DataOffset     uint64
	TimeStamp      uint32
	Creator        [4]byte
	CreatorVersion uint32
	CreatorHost    [4]byte
	OriginalSize   uint64
	CurrentSize    uint64
	Geometry       geometry
	Type           uint32
	Checksum       uint32
	ID             [16]byte
	SavedState     uint8
	Reserved       [427]byte
}

// newFooter returns the footer of a disk. The disk's ID is made of its content,
// and its time is the format's first moment: the same disk is the same file.
// The creator is the one by which every reader takes the size as it is written;
// for those that they do not know they compute it from the geometry.
func newFooter(size int64, content []byte) footer {
	f := footer{
		Cookie: [8]byte([]byte("conectix")), Features: reservedBit, Version: version, DataOffset: headerOffset,
		Creator: [4]byte([]byte("win ")), CreatorVersion: 0x000a0000, CreatorHost: [4]byte([]byte("Wi2k")),
		OriginalSize: uint64(size), CurrentSize: uint64(size), Geometry: geometryOf(size), Type: typeDynamic,
		ID: [16]byte(content),
	}
	f.Checksum = checksum(f)
	return f
}

func (f footer) encode() []byte { return encode(f) }

// header tells where a dynamic disk's table is.
type header struct {
	Cookie      [8]byte
	DataOffset  uint64
	TableOffset uint64
	Version     uint32
	Entries     uint32
	BlockSize   uint32
	Checksum    uint32
	Parent      [984]byte
}

func newHeader(entries int) header {
	h := header{
		Cookie: [8]byte([]byte("cxsparse")), DataOffset: noNextHeader, TableOffset: tableOffset,
		Version: version, Entries: uint32(entries), BlockSize: blockSize,
	}
	h.Checksum = checksum(h)
	return h
}

func (h header) encode() []byte { return encode(h) }

// checksum is the complement of the bytes' sum, computed where the checksum is 0.
func checksum(v any) uint32 {
	sum := uint32(0)
	for _, b := range encode(v) {
		sum += uint32(b)
	}
	return ^sum
}

// encode never fails: its values are of fixed size.
func encode(v any) []byte {
	data, _ := binary.Append(nil, binary.BigEndian, v)
	return data
}
