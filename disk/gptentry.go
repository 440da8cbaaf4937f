package disk

import (
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

func parseEntries(entries []byte, size int) ([]Partition, error) {
	parts := []Partition{}
	for i := 0; (i+1)*size <= len(entries); i++ {
		entry := entries[i*size : (i+1)*size]
		if allZero(entry[:16]) {
			continue
		}
		p, err := parseEntry(entry)
		if err != nil {
			return nil, fmt.Errorf("its entry %d: %w", i+1, err)
		}
		p.Number = i + 1
		parts = append(parts, p)
	}
	return parts, nil
}

func parseEntry(entry []byte) (Partition, error) {
	first, last := binary.LittleEndian.Uint64(entry[32:]), binary.LittleEndian.Uint64(entry[40:])
	if last < first || last >= maxSectors {
		return Partition{}, fmt.Errorf("sectors %d to %d make no sense", first, last)
	}
	return Partition{
		Name:  utf16Text(entry[gptNameOffset:gptEntrySize]),
		Type:  guidString(entry[:16]),
		GUID:  guidString(entry[16:32]),
		Start: int64(first) * SectorSize,
		Size:  int64(last-first+1) * SectorSize,
	}, nil
}

// maxSectors keeps every offset in bytes within an int64.
const maxSectors = 1 << 54

// guidString writes a GUID whose first three fields are little-endian.
func guidString(b []byte) string {
	return fmt.Sprintf("%08X-%04X-%04X-%X-%X", binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint16(b[4:]),
		binary.LittleEndian.Uint16(b[6:]), b[8:10], b[10:16])
}

func utf16Text(b []byte) string {
	var units []uint16
	for ; len(b) >= 2 && (b[0] != 0 || b[1] != 0); b = b[2:] {
		units = append(units, binary.LittleEndian.Uint16(b))
	}
	return string(utf16.Decode(units))
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
