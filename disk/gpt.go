package disk

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
)

// Limits of a GPT that is worth reading: the specification's entry size is
// 128 times a power of two, and no tool makes more than some hundred entries.
const (
	gptMagic       = "EFI PART"
	gptHeaderSize  = 92
	gptEntrySize   = 128
	gptMaxEntry    = 4096
	gptMaxEntries  = 1024
	gptNameOffset  = 56
	gptFirstHeader = 1 // LBA
)

// gptHeader is the part of a GPT header that readers need (UEFI specification, 5.3.2).
type gptHeader struct {
	self, other uint64 // LBA
	guid        string
	entriesAt   uint64 // LBA
	count       uint32
	entrySize   uint32
	entriesCRC  uint32
}

// readGPT reads the primary copy, or the backup where the primary is damaged.
func readGPT(r io.ReaderAt, size int64) (*Layout, error) {
	last := uint64(size/SectorSize) - 1
	primary, primaryParts, primaryErr := readGPTCopy(r, gptFirstHeader)
	backup, backupParts, backupErr := readGPTCopy(r, last)
	switch {
	case primaryErr != nil && backupErr != nil:
		return nil, errNoTable
	case primaryErr != nil:
		layout := &Layout{Table: TableGPT, GUID: backup.guid, Partitions: backupParts}
		layout.problem("the primary GPT is damaged (%v); repair it with `sgdisk -e DISK`", primaryErr)
		return layout, nil
	}
	layout := &Layout{Table: TableGPT, GUID: primary.guid, Partitions: primaryParts}
	layout.checkBackup(primary, last, backupErr)
	if backupErr == nil && !samePartitions(primaryParts, backupParts) {
		layout.problem("the two copies of the GPT differ; repair it with `sgdisk -e DISK`")
	}
	return layout, nil
}

// checkBackup notes a backup that is not in the disk's last sector, as after the
// file was grown or cut off.
func (l *Layout) checkBackup(primary gptHeader, last uint64, backupErr error) {
	switch {
	case primary.other != last:
		l.problem("the backup GPT belongs to sector %d, and the disk's last is %d; move it with `sgdisk -e DISK`", primary.other, last)
	case backupErr != nil:
		l.problem("the backup GPT is damaged (%v); repair it with `sgdisk -e DISK`", backupErr)
	}
}

func samePartitions(a, b []Partition) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// readGPTCopy reads the header in sector lba and its entries; both must match their checksums.
func readGPTCopy(r io.ReaderAt, lba uint64) (gptHeader, []Partition, error) {
	header, err := readGPTHeader(r, lba)
	if err != nil {
		return header, nil, err
	}
	entries := make([]byte, int(header.count)*int(header.entrySize))
	if err := readFull(r, entries, header.entriesAt); err != nil {
		return header, nil, fmt.Errorf("read its entries: %w", err)
	}
	if crc32.ChecksumIEEE(entries) != header.entriesCRC {
		return header, nil, fmt.Errorf("its entries do not match their checksum")
	}
	parts, err := parseEntries(entries, int(header.entrySize))
	return header, parts, err
}

func readGPTHeader(r io.ReaderAt, lba uint64) (gptHeader, error) {
	sector := make([]byte, SectorSize)
	if err := readFull(r, sector, lba); err != nil {
		return gptHeader{}, err
	}
	if !bytes.HasPrefix(sector, []byte(gptMagic)) {
		return gptHeader{}, fmt.Errorf("sector %d has no %q", lba, gptMagic)
	}
	if !validHeaderCRC(sector) {
		return gptHeader{}, fmt.Errorf("its header does not match its checksum")
	}
	h := parseGPTHeader(sector)
	if h.self != lba || h.entrySize < gptEntrySize || h.entrySize > gptMaxEntry || h.count > gptMaxEntries {
		return h, fmt.Errorf("its header makes no sense")
	}
	return h, nil
}

func validHeaderCRC(sector []byte) bool {
	length := binary.LittleEndian.Uint32(sector[12:])
	if length < gptHeaderSize || length > SectorSize {
		return false
	}
	header := bytes.Clone(sector[:length])
	clear(header[16:20]) // the checksum itself counts as zero
	return crc32.ChecksumIEEE(header) == binary.LittleEndian.Uint32(sector[16:])
}

func parseGPTHeader(sector []byte) gptHeader {
	le := binary.LittleEndian
	return gptHeader{
		self:       le.Uint64(sector[24:]),
		other:      le.Uint64(sector[32:]),
		guid:       guidString(sector[56:72]),
		entriesAt:  le.Uint64(sector[72:]),
		count:      le.Uint32(sector[80:]),
		entrySize:  le.Uint32(sector[84:]),
		entriesCRC: le.Uint32(sector[88:]),
	}
}

func readFull(r io.ReaderAt, p []byte, lba uint64) error {
	if lba >= maxSectors {
		return fmt.Errorf("sector %d is beyond every disk's end", lba)
	}
	n, err := r.ReadAt(p, int64(lba)*SectorSize)
	if n == len(p) {
		return nil
	}
	return err
}
