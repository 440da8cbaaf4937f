package disk

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// The canonical form, version 1 (docs/digest.md).
const (
	canonicalMagic = "amikit-disk-v1\x00\x00"
	headerLength   = len(canonicalMagic) + 4 + 8
	recordLength   = 4 + sha256.Size
)

// MarshalBinary returns the canonical form.
func (m Manifest) MarshalBinary() ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	return m.canonical(), nil
}

func (m Manifest) canonical() []byte {
	form := make([]byte, 0, headerLength+len(m.Blocks)*recordLength)
	form = append(form, canonicalMagic...)
	form = binary.BigEndian.AppendUint32(form, BlockSize)
	form = binary.BigEndian.AppendUint64(form, uint64(m.Size))
	for _, b := range m.Blocks {
		form = binary.BigEndian.AppendUint32(form, b.Index)
		form = append(form, b.SHA256[:]...)
	}
	return form
}

// UnmarshalBinary parses the canonical form and refuses any other.
func (m *Manifest) UnmarshalBinary(form []byte) error {
	parsed, err := parseCanonical(form)
	if err != nil {
		return fmt.Errorf("parse disk manifest: %w", err)
	}
	if err := parsed.check(); err != nil {
		return fmt.Errorf("parse disk manifest: %w", err)
	}
	*m = parsed
	return nil
}

func parseCanonical(form []byte) (Manifest, error) {
	if len(form) < headerLength || !bytes.HasPrefix(form, []byte(canonicalMagic)) {
		return Manifest{}, fmt.Errorf("it does not begin with %q", bytes.TrimRight([]byte(canonicalMagic), "\x00"))
	}
	fields := form[len(canonicalMagic):headerLength]
	if size := binary.BigEndian.Uint32(fields); size != BlockSize {
		return Manifest{}, fmt.Errorf("its blocks have %d bytes, not %d", size, BlockSize)
	}
	records := form[headerLength:]
	if len(records)%recordLength != 0 {
		return Manifest{}, fmt.Errorf("its last record is cut off")
	}
	return Manifest{
		Size:   int64(binary.BigEndian.Uint64(fields[4:])),
		Blocks: parseRecords(records),
	}, nil
}

func parseRecords(records []byte) []Block {
	if len(records) == 0 {
		return nil
	}
	blocks := make([]Block, len(records)/recordLength)
	for i := range blocks {
		record := records[i*recordLength:]
		blocks[i].Index = binary.BigEndian.Uint32(record)
		copy(blocks[i].SHA256[:], record[4:recordLength])
	}
	return blocks
}

// check refuses what has no canonical form.
func (m Manifest) check() error {
	if m.Size < 0 {
		return fmt.Errorf("disk manifest: size %d is negative", m.Size)
	}
	for i, b := range m.Blocks {
		if int64(b.Index) >= blockCount(m.Size) {
			return fmt.Errorf("disk manifest: block %d is beyond the disk's end", b.Index)
		}
		if i > 0 && b.Index <= m.Blocks[i-1].Index {
			return fmt.Errorf("disk manifest: block %d does not ascend", b.Index)
		}
	}
	return nil
}
