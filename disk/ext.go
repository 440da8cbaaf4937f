package disk

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// ext reads files out of an ext2, ext3 or ext4 filesystem (kernel documentation,
// filesystems/ext4). Kairos' images are ext2, whose files have block maps: the
// library that makes our partition tables knows extents alone. Whatever a damaged
// filesystem claims, its reader ends and its memory stays bounded.
type ext struct {
	r              io.ReaderAt
	blockSize      int64
	inodeSize      int64
	inodeCount     uint32
	inodesPerGroup uint32
	groupsAt       int64
	groupSize      int64
}

var errNoExt = errors.New("no ext filesystem")

// Fields of the superblock beside those that name the filesystem, and what they
// hold. The features are those that change where a file's bytes are.
const (
	extInodes      = 0x0
	extBlockLog    = 0x18
	extPerGroup    = 0x28
	extRevision    = 0x4c
	extInodeSize   = 0x58
	extGroupSize   = 0xfe
	incompat64     = 0x80
	incompatOthers = 0x1 | 0x8 | 0x10 // compression, a journal's own device, meta groups

	extLeastInode = 128
	extLeastGroup = 32
	extWideGroup  = 64
)

// openExt reads the superblock.
func openExt(r io.ReaderAt) (*ext, error) {
	sb := make([]byte, extStart)
	if n, _ := r.ReadAt(sb, extStart); n < len(sb) || binary.LittleEndian.Uint16(sb[extMagic:]) != 0xef53 {
		return nil, errNoExt
	}
	le := binary.LittleEndian
	features := le.Uint32(sb[extIncompat:])
	if features&incompatOthers != 0 {
		return nil, fmt.Errorf("ext filesystem with features %#x, which are not known here", features&incompatOthers)
	}
	e := &ext{
		r: r, blockSize: 1024 << min(le.Uint32(sb[extBlockLog:]), 7), inodeSize: extLeastInode,
		inodeCount: le.Uint32(sb[extInodes:]), inodesPerGroup: le.Uint32(sb[extPerGroup:]), groupSize: extLeastGroup,
	}
	if le.Uint32(sb[extRevision:]) > 0 {
		e.inodeSize = int64(le.Uint16(sb[extInodeSize:]))
	}
	if features&incompat64 != 0 {
		e.groupSize = int64(le.Uint16(sb[extGroupSize:]))
	}
	e.groupsAt = max(e.blockSize, 2*extStart)
	return e, e.check()
}

func (e *ext) check() error {
	switch {
	case e.blockSize > 65536, e.inodesPerGroup == 0, e.inodeSize > e.blockSize, e.inodeSize < extLeastInode,
		e.groupSize < extLeastGroup, e.groupSize > 1024:
		return errNoExt
	}
	return nil
}

// inode is a file's own record.
type inode struct {
	mode  uint16
	uid   uint32
	gid   uint32
	flags uint32
	size  int64
	mtime int64    // seconds since 1970
	place [60]byte // block map, extent tree or the target of a short link
	attrs int64    // block of extended attributes; 0 for none
	tail  []byte   // what is behind the fields: extended attributes
}

// Modes and flags of inodes.
const (
	modeKind = 0xf000
	modeDir  = 0x4000
	modeFile = 0x8000
	modeLink = 0xa000

	flagExtents   = 0x80000
	flagEncrypted = 0x800
	flagInline    = 0x10000000
)

func (i *inode) is(kind uint16) bool { return i.mode&modeKind == kind }

func (e *ext) inode(number uint32) (*inode, error) {
	if number == 0 || number > e.inodeCount {
		return nil, fmt.Errorf("inode %d is not there", number)
	}
	group := make([]byte, e.groupSize)
	if err := e.read(group, e.groupsAt+int64((number-1)/e.inodesPerGroup)*e.groupSize); err != nil {
		return nil, err
	}
	table := int64(binary.LittleEndian.Uint32(group[8:]))
	if e.groupSize >= extWideGroup {
		table |= int64(binary.LittleEndian.Uint32(group[0x28:])) << 32
	}
	if table < 0 || table > maxExtBlock {
		return nil, fmt.Errorf("inode %d lies beyond every disk's end", number)
	}
	record := make([]byte, e.inodeSize)
	if err := e.read(record, table*e.blockSize+int64((number-1)%e.inodesPerGroup)*e.inodeSize); err != nil {
		return nil, err
	}
	return parseInode(record)
}

func parseInode(record []byte) (*inode, error) {
	le := binary.LittleEndian
	i := &inode{mode: le.Uint16(record), flags: le.Uint32(record[0x20:]), place: [60]byte(record[0x28:0x64])}
	i.uid = uint32(le.Uint16(record[2:])) | uint32(le.Uint16(record[0x78:]))<<16
	i.gid = uint32(le.Uint16(record[0x18:])) | uint32(le.Uint16(record[0x7a:]))<<16
	i.attrs = int64(le.Uint32(record[0x68:])) | int64(le.Uint16(record[0x76:]))<<32
	if len(record) > extLeastInode+2 {
		i.tail = record[min(len(record), extLeastInode+int(le.Uint16(record[extLeastInode:]))):]
	}
	i.mtime = int64(int32(le.Uint32(record[0x10:])))
	i.size = int64(le.Uint32(record[4:])) | int64(le.Uint32(record[0x6c:]))<<32
	switch {
	case i.size < 0:
		return nil, errors.New("a file has a size that makes no sense")
	case i.flags&(flagEncrypted|flagInline) != 0:
		return nil, errors.New("a file is encrypted or lies in its inode")
	}
	return i, nil
}

// maxExtBlock keeps every offset in bytes within an int64.
const maxExtBlock = 1 << 46

func (e *ext) read(p []byte, offset int64) error {
	if n, err := e.r.ReadAt(p, offset); n < len(p) {
		return fmt.Errorf("read %d bytes at %d: %w", len(p), offset, orUnexpected(err))
	}
	return nil
}

func orUnexpected(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
