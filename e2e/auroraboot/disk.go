//go:build linux

package main

import (
	"errors"
	"os"

	"github.com/diskfs/go-diskfs/backend/file"
	"github.com/diskfs/go-diskfs/partition/gpt"
)

// sector is a disk's sector size, mib the unit of all sizes, in bytes.
const (
	sector = 512
	mib    = 1 << 20
)

// diskGUID is the same on every disk, and so are the partitions' GUIDs below.
const diskGUID = "2CEFF841-4C1D-5A14-8E46-ED3AEB621093"

// writeDisk puts the images behind each other, with a MiB of zeroes on both
// sides, and writes the table. The file is grown after that, so that the backup
// table of a grown disk is not at its end.
func (p *partitioner) writeDisk(target string) (err error) {
	f, err := os.OpenFile(target, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o777)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Close())
		if err != nil {
			err = errors.Join(err, os.Remove(target))
		}
	}()
	if err := p.writeImages(f); err != nil {
		return err
	}
	if err := p.writeTable(f); err != nil {
		return err
	}
	infof("Created disk image disk=%s", target)
	if err := p.grow(f); err != nil {
		return err
	}
	return f.Chmod(0o777)
}

func (p *partitioner) writeImages(f *os.File) error {
	if _, err := f.Write(make([]byte, mib)); err != nil {
		return err
	}
	for _, name := range []string{"efi.img", "oem.img", "recovery.img"} {
		if err := appendFile(f, p.path(name)); err != nil {
			return err
		}
	}
	_, err := f.Write(make([]byte, mib))
	return err
}

func (p *partitioner) grow(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	want := p.settings.mib("disk.size") * mib
	if want <= info.Size() {
		return nil
	}
	return f.Truncate(want)
}

func (p *partitioner) writeTable(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	table := gpt.Table{LogicalSectorSize: sector, PhysicalSectorSize: sector, ProtectiveMBR: true, GUID: diskGUID}
	start := uint64(mib / sector)
	for i, part := range []struct {
		name, guid string
		mib        int64
		kind       gpt.Type
		attributes uint64
	}{
		{"efi", "81444E82-66B3-5ED2-961B-497665F12BE2", efiMiB, gpt.EFISystemPartition, 1},
		{"oem", "8BFA06F9-CA4F-56DC-90C9-49CF20F4F45E", oemMiB, gpt.LinuxFilesystem, 0},
		{"recovery", "768FBD69-B2A9-5EAB-902C-DB8745B4767C", p.recoveryMiB, gpt.LinuxFilesystem, 0},
	} {
		sectors := uint64(part.mib) * mib / sector
		table.Partitions = append(table.Partitions, &gpt.Partition{
			Index: i + 1, Start: start, End: start + sectors - 1, Size: sectors * sector,
			Type: part.kind, Name: part.name, GUID: part.guid, Attributes: part.attributes,
		})
		start += sectors
	}
	writable, err := file.New(f, false).Writable()
	if err != nil {
		return err
	}
	return table.Write(writable, info.Size())
}
