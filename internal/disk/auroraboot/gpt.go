package auroraboot

import (
	"fmt"
	"os"

	"github.com/diskfs/go-diskfs/backend/file"
	"github.com/diskfs/go-diskfs/partition/gpt"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/builtin"
)

// repairGPT moves the backup table to the disk's end, where a firmware looks for
// it: auroraboot grows the file after it wrote both tables. The copy that stays
// behind in the free space is wiped, so that no repair tool finds it.
func repairGPT(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("repair the partition table: %w", err)
	}
	err = moveBackup(f)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("repair the partition table of %s: %w", name, err)
	}
	return nil
}

func moveBackup(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	storage := file.New(f, false)
	table, err := gpt.Read(storage, disk.SectorSize, disk.SectorSize)
	if err != nil {
		return err
	}
	old := (int64(table.LastDataSector()) + 1) * disk.SectorSize
	if err := table.Repair(uint64(info.Size())); err != nil {
		return err
	}
	moved := (int64(table.LastDataSector()) + 1) * disk.SectorSize
	if moved == old {
		return nil
	}
	writable, err := storage.Writable()
	if err != nil {
		return err
	}
	if err := table.Write(writable, info.Size()); err != nil {
		return err
	}
	return wipe(f, old, min(backupSize, moved-old))
}

// addPartition writes both tables with one more partition, behind the last one of
// a disk that was grown for it.
func addPartition(name string, added *builtin.Added) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("add a partition to the table: %w", err)
	}
	err = writeAdded(f, added)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("add a partition to the table of %s: %w", name, err)
	}
	return nil
}

func writeAdded(f *os.File, added *builtin.Added) error {
	storage := file.New(f, false)
	table, err := gpt.Read(storage, disk.SectorSize, disk.SectorSize)
	if err != nil {
		return err
	}
	added.Partition.Index = len(table.Partitions) + 1
	table.Partitions = append(table.Partitions, &added.Partition)
	if err := table.Repair(uint64(added.DiskSize)); err != nil {
		return err
	}
	writable, err := storage.Writable()
	if err != nil {
		return err
	}
	return table.Write(writable, added.DiskSize)
}

// backupSize is the size of 128 entries of 128 bytes and a header, in bytes.
const backupSize = 33 * disk.SectorSize

func wipe(f *os.File, offset, length int64) error {
	_, err := f.WriteAt(make([]byte, length), offset)
	return err
}
