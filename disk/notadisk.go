package disk

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
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

// Stand-ins for the names of the file that was given and of the one to make.
const (
	givenFile = "DISK"
	rawFile   = "DISK.raw"
)

func containers() []container {
	convert := func(from string) string {
		return "qemu-img convert -f " + from + " -O raw " + givenFile + " " + rawFile
	}
	return []container{
		{"QFI\xfb", 0, "qcow2", convert("qcow2")},
		{"KDMV", 0, "VMDK", convert("vmdk")},
		{"COWD", 0, "VMDK", convert("vmdk")},
		{"# Disk DescriptorFile", 0, "the descriptor of a VMDK", convert("vmdk")},
		{"conectix", 0, "VHD", convert("vpc")},
		{"conectix", -SectorSize, "VHD", convert("vpc")},
		{"conectix", 1 - SectorSize, "VHD", convert("vpc")},
		{"vhdxfile", 0, "VHDX", convert("vhdx")},
		{"\x7f\x10\xda\xbe", 64, "VDI", convert("vdi")},
		{"QED\x00", 0, "QED", convert("qed")},
		{"\x1f\x8b\x08", 0, "gzip", "gzip -dc " + givenFile + " > " + rawFile},
		{"\x28\xb5\x2f\xfd", 0, "zstd", "zstd -d " + givenFile + " -o " + rawFile},
		{"\xfd7zXZ\x00", 0, "xz", "xz -dc " + givenFile + " > " + rawFile},
		{"BZh", 0, "bzip2", "bzip2 -dc " + givenFile + " > " + rawFile},
		{"\x04\x22\x4d\x18", 0, "lz4", "lz4 -d " + givenFile + " " + rawFile},
		{"PK\x03\x04", 0, "zip", "unzip " + givenFile},
		{"ustar", 257, "tar", "tar -xf " + givenFile},
		{"CD001", 32769, "an ISO image, which installs a system and is none", ""},
		{"EFI PART", 4096, "a disk for sectors of 4096 bytes, and EC2's have 512", ""},
	}
}

// in returns the error with the names of the file that it is about.
func (e *NotADiskError) in(name string) *NotADiskError {
	to := strings.TrimSuffix(name, filepath.Ext(name)) + ".raw"
	if to == name {
		to = name + ".raw"
	}
	words := strings.Fields(e.Convert)
	for i, word := range words {
		switch word {
		case givenFile:
			words[i] = quote(name)
		case rawFile:
			words[i] = quote(to)
		}
	}
	return &NotADiskError{Format: e.Format, Convert: strings.Join(words, " ")}
}

// quote makes one word of a name for a shell.
func quote(name string) string {
	plain := strings.IndexFunc(name, func(r rune) bool {
		return !strings.ContainsRune("+,-./:=@_", r) && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) < 0
	if plain {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
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
