package builtin

import (
	"encoding/binary"
	"io"

	"github.com/diskfs/go-diskfs/backend"
)

// Places in a FAT's boot sector, and of FAT32's copy of it (Microsoft's FAT
// specification, section 3).
const (
	fatReservedAt  = 14
	fatCopiesAt    = 16
	fat16LengthAt  = 22
	fat16SerialAt  = 39
	fat32SerialAt  = 67
	fat32BackupAt  = 6 * sector
	fat16EntrySize = 2
)

// finishFAT sets what go-diskfs leaves undone.
func (e esp) finishFAT(storage backend.Storage, offset, size int64) error {
	writable, err := storage.Writable()
	if err != nil {
		return err
	}
	volume := io.NewOffsetWriter(writable, offset)
	if err := writeSerial(volume, e.serial, size); err != nil || size > fat16Max {
		return err
	}
	return freeSecondCluster(io.NewSectionReader(storage, offset, size), volume)
}

// writeSerial sets the serial number, which is zero in reproducible filesystems.
func writeSerial(volume io.WriterAt, serial uint32, size int64) error {
	places := []int64{fat16SerialAt}
	if size > fat16Max {
		places = []int64{fat32SerialAt, fat32BackupAt + fat32SerialAt}
	}
	for _, at := range places {
		if _, err := volume.WriteAt(binary.LittleEndian.AppendUint32(nil, serial), at); err != nil {
			return err
		}
	}
	return nil
}

// freeSecondCluster frees cluster 2 in every copy of a FAT16 table: it is marked
// as the root directory's, which in FAT16 lies outside of the clusters.
func freeSecondCluster(r io.ReaderAt, volume io.WriterAt) error {
	boot := make([]byte, sector)
	if _, err := r.ReadAt(boot, 0); err != nil {
		return err
	}
	le := binary.LittleEndian
	table, length := int64(le.Uint16(boot[fatReservedAt:]))*sector, int64(le.Uint16(boot[fat16LengthAt:]))*sector
	for range boot[fatCopiesAt] {
		if _, err := volume.WriteAt(make([]byte, fat16EntrySize), table+2*fat16EntrySize); err != nil {
			return err
		}
		table += length
	}
	return nil
}
