// Package vmdk reads stream-optimised VMDK disks, the only ones of that format
// that VM Import/Export takes. See VMware's "Virtual Disk Format 5.0".
package vmdk

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	sector = 512
	// compressed grains with markers are what makes a disk stream-optimised.
	streamFlags = 0x30000
	deflate     = 1
	// maxGrain bounds what a header can make us allocate: 128 times the usual
	// grain.
	maxGrain = 8 << 20
)

// ErrFormat means that the disk is no stream-optimised VMDK.
var ErrFormat = errors.New("no stream-optimised VMDK")

// header is the first sector.
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

const magic = 0x564d444b

// Reader gives the grains of a disk in the order in which they lie there.
type Reader struct {
	// Capacity is the size of the disk in bytes.
	Capacity int64

	source io.ReaderAt
	size   int64
	at     int64
	grain  int64
}

// NewReader reads the header; its error may be ErrFormat.
func NewReader(source io.ReaderAt, size int64) (*Reader, error) {
	var h header
	if err := binary.Read(io.NewSectionReader(source, 0, size), binary.LittleEndian, &h); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	grain := int64(h.GrainSize) * sector
	if h.Magic != magic || h.Flags&streamFlags != streamFlags || h.Compression != deflate || grain <= 0 || grain > maxGrain {
		return nil, ErrFormat
	}
	return &Reader{
		Capacity: int64(h.Capacity) * sector,
		source:   source,
		size:     size,
		at:       int64(h.Header) * sector,
		grain:    grain,
	}, nil
}

const (
	markerSize = 12
	endOfDisk  = 0
)

// Next gives a grain and where on the disk it begins; io.EOF when there is none
// any more. A disk that ends without saying so is io.ErrUnexpectedEOF.
func (r *Reader) Next() (offset int64, data []byte, err error) {
	for {
		var marker [markerSize + 4]byte
		if _, err := r.source.ReadAt(marker[:], r.at); err != nil {
			return 0, nil, io.ErrUnexpectedEOF
		}
		value := binary.LittleEndian.Uint64(marker[:])
		length := int64(binary.LittleEndian.Uint32(marker[8:]))
		if length > 0 {
			return r.read(int64(value)*sector, length)
		}
		if binary.LittleEndian.Uint32(marker[markerSize:]) == endOfDisk {
			return 0, nil, io.EOF
		}
		// Tables are not needed where grains are read in order.
		r.at += sector + int64(value)*sector
	}
}

// read unpacks the grain whose marker lies at the reader's place.
func (r *Reader) read(offset, length int64) (int64, []byte, error) {
	packed, err := zlib.NewReader(io.NewSectionReader(r.source, r.at+markerSize, length))
	if err != nil {
		return 0, nil, fmt.Errorf("grain at %d: %w", offset, err)
	}
	var data bytes.Buffer
	if _, err := io.Copy(&data, io.LimitReader(packed, r.grain+1)); err != nil {
		return 0, nil, fmt.Errorf("grain at %d: %w", offset, err)
	}
	if int64(data.Len()) > r.grain || offset < 0 || offset >= r.Capacity {
		return 0, nil, fmt.Errorf("grain at %d of %d bytes: %w", offset, data.Len(), ErrFormat)
	}
	r.at += (markerSize + length + sector - 1) / sector * sector
	return offset, data.Bytes(), nil
}
