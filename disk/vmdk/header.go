package vmdk

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

const (
	sector       = 512
	grainSize    = 64 << 10
	grainSectors = grainSize / sector
	entries      = 512 // grains of one table
	entrySize    = 4
	overhead     = 128 // sectors before the first grain
	descriptorAt = 1
	atEnd        = ^uint64(0) // the directory's place stands in the footer
)

// header is the first sector, and with the directory's place the footer.
type header struct {
	Magic, Version, Flags                 uint32
	Capacity, GrainSize                   uint64
	DescriptorOffset, DescriptorSize      uint64
	GTEsPerGT                             uint32
	RedundantDirectory, Directory, Header uint64
	Unclean                               uint8
	LineEnds                              [4]byte
	Compression                           uint16
}

// Flags: line ends can be tested, grains are compressed and have markers. There is
// no redundant directory, and its place is 0: importers were seen to look at it.
const (
	magic   = 0x564d444b // "KDMV"
	version = 3
	flags   = 1<<0 | 1<<16 | 1<<17
	deflate = 1
)

// newHeader describes a disk of that many sectors.
func newHeader(capacity int64, directory uint64) []byte {
	h := header{
		Magic: magic, Version: version, Flags: flags,
		Capacity: uint64(capacity), GrainSize: grainSectors,
		DescriptorOffset: descriptorAt, DescriptorSize: overhead - descriptorAt,
		GTEsPerGT: entries, Directory: directory, Header: overhead,
		LineEnds: [4]byte{'\n', ' ', '\r', '\n'}, Compression: deflate,
	}
	out := bytes.NewBuffer(make([]byte, 0, sector))
	_ = binary.Write(out, binary.LittleEndian, h) // a buffer takes everything
	return padded(out.Bytes())
}

// Geometry of the BIOS, as large disks have it.
const (
	heads           = 255
	sectorsPerTrack = 63
	maxCylinders    = 65535
)

// descriptor names the disk for people and for old importers. Its content ID says
// nothing, so that the same disk gives the same bytes.
func descriptor(capacity int64) string {
	return fmt.Sprintf(`# Disk DescriptorFile
version=1
CID=fffffffe
parentCID=ffffffff
createType="streamOptimized"

# Extent description
RDONLY %d SPARSE "disk.vmdk"

# The Disk Data Base
#DDB

ddb.virtualHWVersion = "4"
ddb.geometry.cylinders = "%d"
ddb.geometry.heads = "%d"
ddb.geometry.sectors = "%d"
ddb.adapterType = "lsilogic"
`, capacity, min(max(capacity/(heads*sectorsPerTrack), 1), maxCylinders), heads, sectorsPerTrack)
}

// padded fills up the last sector with zeroes.
func padded(data []byte) []byte {
	return append(data, make([]byte, -len(data)&(sector-1))...)
}

func sectors(bytes int64) int64 { return (bytes + sector - 1) / sector }

// tables is how many grain tables a disk of the size has.
func tables(size int64) int64 {
	const covered = entries * grainSize
	return (size + covered - 1) / covered
}
