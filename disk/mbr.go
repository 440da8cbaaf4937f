package disk

import (
	"encoding/binary"
	"fmt"
	"io"
)

// Places in the first sector.
const (
	mbrCodeEnd      = 440
	mbrEntries      = 446
	mbrEntrySize    = 16
	mbrSignature    = 510
	mbrTypeESP      = 0xef
	mbrTypeGPTGuard = 0xee
)

// readMBR reads the four primary entries. A boot sector of a filesystem has the
// same signature, so entries that make no sense mean that there is no table.
func readMBR(r io.ReaderAt) (*Layout, error) {
	sector := make([]byte, SectorSize)
	if err := readFull(r, sector, 0); err != nil || binary.LittleEndian.Uint16(sector[mbrSignature:]) != 0xaa55 {
		return nil, &NotADiskError{}
	}
	layout := &Layout{Table: TableMBR}
	for i := range 4 {
		entry := sector[mbrEntries+i*mbrEntrySize:][:mbrEntrySize]
		if allZero(entry) {
			continue
		}
		p, ok := parseMBREntry(entry)
		if !ok {
			return nil, &NotADiskError{}
		}
		p.Number = i + 1
		layout.Partitions = append(layout.Partitions, p)
	}
	return layout, layout.checkMBR()
}

// checkMBR refuses a table without partitions, and the guard of a GPT that is gone.
func (l *Layout) checkMBR() error {
	if len(l.Partitions) == 0 {
		return &NotADiskError{}
	}
	for _, p := range l.Partitions {
		if p.Type == mbrType(mbrTypeGPTGuard) {
			return &NotADiskError{Format: "a disk whose GPT is damaged in both copies"}
		}
	}
	return nil
}

func parseMBREntry(entry []byte) (Partition, bool) {
	status, kind := entry[0], entry[4]
	first, count := binary.LittleEndian.Uint32(entry[8:]), binary.LittleEndian.Uint32(entry[12:])
	if status&0x7f != 0 || kind == 0 || first == 0 || count == 0 {
		return Partition{}, false
	}
	return Partition{Type: mbrType(kind), Start: int64(first) * SectorSize, Size: int64(count) * SectorSize}, true
}

func mbrType(kind byte) string { return fmt.Sprintf("0x%02x", kind) }
