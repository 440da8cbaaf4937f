package disk

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// superblock is what a filesystem says of itself.
type superblock struct{ kind, label, uuid string }

func readSuperblock(r io.ReaderAt) (superblock, bool) {
	head := make([]byte, 4096)
	n, _ := r.ReadAt(head, 0) // a short partition is judged by what it has
	head = head[:n]
	if fs, ok := extSuperblock(head); ok {
		return fs, true
	}
	return fatSuperblock(head)
}

// Fields of ext's superblock, from its start at byte 1024
// (kernel documentation, filesystems/ext4/super.rst).
const (
	extStart       = 1024
	extMagic       = 0x38
	extCompat      = 0x5c
	extIncompat    = 0x60
	extUUID        = 0x68
	extLabel       = 0x78
	compatJournal  = 0x4
	incompatExtent = 0x40
)

func extSuperblock(head []byte) (superblock, bool) {
	if len(head) < 2*extStart || binary.LittleEndian.Uint16(head[extStart+extMagic:]) != 0xef53 {
		return superblock{}, false
	}
	sb := head[extStart:]
	return superblock{
		kind:  extKind(binary.LittleEndian.Uint32(sb[extCompat:]), binary.LittleEndian.Uint32(sb[extIncompat:])),
		label: text(sb[extLabel : extLabel+16]),
		uuid:  uuidString(sb[extUUID : extUUID+16]),
	}, true
}

func extKind(compat, incompat uint32) string {
	switch {
	case incompat&incompatExtent != 0:
		return "ext4"
	case compat&compatJournal != 0:
		return "ext3"
	}
	return "ext2"
}

func uuidString(b []byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

func fatSuperblock(head []byte) (superblock, bool) {
	if _, err := parseFAT(head); err != nil {
		return superblock{}, false
	}
	extended := 36
	if binary.LittleEndian.Uint16(head[22:]) == 0 {
		extended = 64 // FAT32
	}
	serial := binary.LittleEndian.Uint32(head[extended+3:])
	label := strings.TrimRight(text(head[extended+7:extended+18]), " ")
	if label == "NO NAME" {
		label = ""
	}
	return superblock{kind: "vfat", label: label, uuid: fmt.Sprintf("%04X-%04X", serial>>16, serial&0xffff)}, true
}

// text returns the bytes up to the first NUL.
func text(b []byte) string {
	before, _, _ := bytes.Cut(b, []byte{0})
	return strings.ToValidUTF8(string(before), "?")
}
