package disk

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// errNoTable is the answer of a reader whose kind of table is not there.
var errNoTable = errors.New("no partition table")

// NotADiskError is a file that is no raw disk with a partition table.
type NotADiskError struct {
	// Format is what the file is, such as "qcow2" or "gzip"; empty if unknown.
	Format string
	// Convert is the command that makes a raw disk of it; empty if there is none.
	Convert string
}

// Error says what the file is and what to do with it.
func (e *NotADiskError) Error() string {
	switch {
	case e.Format == "":
		return "not a disk: it has neither a GPT nor an MBR partition table; give the raw image of a whole disk, such as target cloud-image makes"
	case e.Convert == "":
		return fmt.Sprintf("not a raw disk: it is %s", e.Format)
	}
	return fmt.Sprintf("not a raw disk: it is %s; convert it with `%s`", e.Format, e.Convert)
}

// container is a file format that a disk comes wrapped in.
type container struct {
	magic   string
	offset  int64 // from the end if negative
	format  string
	convert string
}

func containers() []container {
	return []container{
		{"QFI\xfb", 0, "qcow2", "qemu-img convert -O raw DISK.qcow2 DISK.raw"},
		{"KDMV", 0, "VMDK", "qemu-img convert -O raw DISK.vmdk DISK.raw"},
		{"# Disk DescriptorFile", 0, "VMDK", "qemu-img convert -O raw DISK.vmdk DISK.raw"},
		{"conectix", 0, "VHD", "qemu-img convert -f vpc -O raw DISK.vhd DISK.raw"},
		{"conectix", -SectorSize, "VHD", "qemu-img convert -f vpc -O raw DISK.vhd DISK.raw"},
		{"vhdxfile", 0, "VHDX", "qemu-img convert -O raw DISK.vhdx DISK.raw"},
		{"\x7f\x10\xda\xbe", 64, "VDI", "qemu-img convert -O raw DISK.vdi DISK.raw"},
		{"\x1f\x8b\x08", 0, "gzip", "gunzip DISK.raw.gz"},
		{"\x28\xb5\x2f\xfd", 0, "zstd", "zstd -d DISK.raw.zst"},
		{"\xfd7zXZ\x00", 0, "xz", "unxz DISK.raw.xz"},
		{"EFI PART", 4096, "a disk for sectors of 4096 bytes, and EC2's have 512", ""},
	}
}

func checkContainer(r io.ReaderAt, size int64) error {
	for _, c := range containers() {
		offset := c.offset
		if offset < 0 {
			offset += size
		}
		if offset >= 0 && hasMagic(r, offset, c.magic) {
			return &NotADiskError{Format: c.format, Convert: c.convert}
		}
	}
	return nil
}

func hasMagic(r io.ReaderAt, offset int64, magic string) bool {
	found := make([]byte, len(magic))
	n, _ := r.ReadAt(found, offset) // too short is as good as another magic
	return n == len(found) && bytes.Equal(found, []byte(magic))
}
