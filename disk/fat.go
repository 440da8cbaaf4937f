package disk

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// fat reads files by their short names out of a FAT16 or FAT32 filesystem. It
// follows no chain longer than the filesystem has clusters, so that a damaged
// partition can neither hang nor exhaust its reader, which the libraries that
// also write do not promise.
type fat struct {
	r            io.ReaderAt
	wide         bool // FAT32
	clusterSize  int64
	tableAt      int64
	rootAt       int64 // FAT16: the root directory's own place
	rootEntries  int64
	rootCluster  uint32 // FAT32
	dataAt       int64
	clusterCount uint32
}

var errNoFAT = errors.New("no FAT filesystem")

// fatMinimum is the part of a boot sector that every field is in.
const fatMinimum = 512

// parseFAT reads the boot sector (Microsoft's FAT specification, 2004, section 3).
func parseFAT(head []byte) (*fat, error) {
	if len(head) < fatMinimum || head[510] != 0x55 || head[511] != 0xaa {
		return nil, errNoFAT
	}
	le := binary.LittleEndian
	sector, perCluster := int64(le.Uint16(head[11:])), int64(head[13])
	reserved, copies := int64(le.Uint16(head[14:])), int64(head[16])
	if !powerOfTwo(sector, 512, 4096) || !powerOfTwo(perCluster, 1, 128) || reserved == 0 || copies == 0 {
		return nil, errNoFAT
	}
	tableSectors, total := either(le.Uint16(head[22:]), le.Uint32(head[36:])), either(le.Uint16(head[19:]), le.Uint32(head[32:]))
	f := &fat{
		wide:        le.Uint16(head[22:]) == 0,
		clusterSize: sector * perCluster,
		tableAt:     reserved * sector,
		rootEntries: int64(le.Uint16(head[17:])),
		rootCluster: le.Uint32(head[44:]),
	}
	f.rootAt = (reserved + copies*tableSectors) * sector
	f.dataAt = f.rootAt + (f.rootEntries*dirEntrySize+sector-1)/sector*sector
	return f, f.count(total*sector, tableSectors*sector)
}

func either(short uint16, long uint32) int64 {
	if short != 0 {
		return int64(short)
	}
	return int64(long)
}

func powerOfTwo(n, low, high int64) bool { return n >= low && n <= high && n&(n-1) == 0 }

// count finds the number of clusters, which must fit the table; FAT12 is not read.
func (f *fat) count(total, table int64) error {
	clusters := (total - f.dataAt) / f.clusterSize
	entry := int64(2)
	if f.wide {
		entry = 4
	}
	if clusters < 1 || (clusters+2)*entry > table+f.clusterSize*entry || f.wide == (f.rootEntries != 0) {
		return errNoFAT
	}
	if !f.wide && clusters < 4085 {
		return errNoFAT
	}
	f.clusterCount = uint32(clusters)
	return nil
}

func openFAT(r io.ReaderAt) (*fat, error) {
	head := make([]byte, fatMinimum)
	if n, err := r.ReadAt(head, 0); n < len(head) {
		return nil, err
	}
	f, err := parseFAT(head)
	if err != nil {
		return nil, err
	}
	f.r = r
	return f, nil
}

// chain returns the clusters of a file, at most limit of them.
func (f *fat) chain(first uint32, limit int) ([]uint32, error) {
	var clusters []uint32
	for c := first; c >= 2 && c < f.clusterCount+2 && len(clusters) < limit; {
		clusters = append(clusters, c)
		next, err := f.next(c)
		if err != nil {
			return nil, err
		}
		c = next
	}
	return clusters, nil
}

func (f *fat) next(cluster uint32) (uint32, error) {
	width := int64(2)
	if f.wide {
		width = 4
	}
	entry := make([]byte, 4)
	if n, err := f.r.ReadAt(entry[:width], f.tableAt+int64(cluster)*width); int64(n) < width {
		return 0, fmt.Errorf("read FAT: %w", err)
	}
	if f.wide {
		return binary.LittleEndian.Uint32(entry) & 0x0fffffff, nil
	}
	return binary.LittleEndian.Uint32(entry), nil
}

// readClusters returns the first limit bytes or less of a file.
func (f *fat) readClusters(first uint32, limit int64) ([]byte, error) {
	clusters, err := f.chain(first, int((limit+f.clusterSize-1)/f.clusterSize))
	if err != nil {
		return nil, err
	}
	data := make([]byte, int64(len(clusters))*f.clusterSize)
	for i, c := range clusters {
		part := data[int64(i)*f.clusterSize:][:f.clusterSize]
		if n, err := f.r.ReadAt(part, f.dataAt+int64(c-2)*f.clusterSize); n < len(part) {
			return nil, fmt.Errorf("read cluster %d: %w", c, err)
		}
	}
	return data[:min(limit, int64(len(data)))], nil
}
