package builtin

import (
	"errors"
	"fmt"

	"github.com/diskfs/go-diskfs/backend"
	"github.com/diskfs/go-diskfs/backend/file"
	"github.com/diskfs/go-diskfs/partition/gpt"
)

// writeTable writes the protective MBR and both copies of the GPT.
func (p *plan) writeTable(name string) error {
	err := onStorage(name, func(storage backend.Storage) error {
		writable, err := storage.Writable()
		if err != nil {
			return err
		}
		return p.table().Write(writable, p.size)
	})
	if err != nil {
		return fmt.Errorf("write the partition table: %w", err)
	}
	return nil
}

func (p *plan) table() *gpt.Table {
	table := &gpt.Table{LogicalSectorSize: sector, PhysicalSectorSize: sector, ProtectiveMBR: true, GUID: p.guid}
	for i, part := range p.partitions {
		start := p.place(i)
		table.Partitions = append(table.Partitions, &gpt.Partition{
			Index: i + 1, Name: part.name, Type: part.kind, GUID: part.guid, Attributes: part.attrs,
			Start: uint64(start / sector), End: uint64((start+part.size)/sector - 1),
		})
	}
	return table
}

// onStorage opens the disk file for go-diskfs.
func onStorage(name string, do func(backend.Storage) error) error {
	storage, err := file.OpenFromPath(name, false)
	if err != nil {
		return err
	}
	return errors.Join(do(storage), storage.Close())
}
