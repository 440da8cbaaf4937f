package disk

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"
)

// longName gathers the entries that stand before a short one and hold its long
// name, its last part first (Microsoft's FAT specification, section 7).
type longName struct {
	units    []uint16
	next     byte // number of the part that must follow; 0 where the name is whole
	checksum byte
}

const (
	longLast   = 0x40 // marks a name's last part
	longNumber = 0x3f
	longMax    = 20
)

// add takes one entry; whatever is no next part ends the name.
func (l *longName) add(e []byte, valid bool) {
	number := e[0] & longNumber
	starts := e[0]&longLast != 0
	if !valid || e[11] != attrLong || number == 0 || number > longMax || !starts && (number != l.next || e[13] != l.checksum) {
		*l = longName{}
		return
	}
	if starts {
		*l = longName{checksum: e[13]}
	}
	l.next = number - 1
	l.units = append(longUnits(e), l.units...)
}

// longUnits returns the 13 characters of an entry.
func longUnits(e []byte) []uint16 {
	var units []uint16
	for _, part := range [][]byte{e[1:11], e[14:26], e[28:32]} {
		for ; len(part) > 0; part = part[2:] {
			units = append(units, binary.LittleEndian.Uint16(part))
		}
	}
	return units
}

// of returns the name where it belongs to the short name of 11 bytes.
func (l *longName) of(short []byte) string {
	if len(l.units) == 0 || l.next != 0 || shortChecksum(short) != l.checksum {
		return ""
	}
	units := l.units
	if end := slices.Index(units, 0); end >= 0 {
		units = units[:end]
	}
	return string(utf16.Decode(units))
}

func shortChecksum(short []byte) byte {
	sum := byte(0)
	for _, c := range short {
		sum = sum<<7 | sum>>1 // rotated to the right
		sum += c
	}
	return sum
}
