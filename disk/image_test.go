package disk_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"github.com/diskfs/go-diskfs/backend"
	"github.com/diskfs/go-diskfs/backend/file"
	"github.com/diskfs/go-diskfs/filesystem"
	"github.com/diskfs/go-diskfs/filesystem/fat16"
	"github.com/diskfs/go-diskfs/filesystem/fat32"
	"github.com/diskfs/go-diskfs/partition/gpt"
)

const mib = 1 << 20

// pe returns the head of an EFI program for a PE machine.
func pe(machine uint16) []byte {
	head := make([]byte, 512)
	copy(head, "MZ")
	binary.LittleEndian.PutUint32(head[60:], 128)
	copy(head[128:], "PE\x00\x00")
	binary.LittleEndian.PutUint16(head[132:], machine)
	return head
}

const (
	machineAMD64 = 0x8664
	machineARM64 = 0xaa64
)

// image is a disk file that a test is making.
type image struct {
	t    testing.TB
	name string
	size int64
}

func newImage(t testing.TB, size int64) *image {
	t.Helper()
	name := filepath.Join(t.TempDir(), "disk.raw")
	if err := os.WriteFile(name, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, size); err != nil {
		t.Fatal(err)
	}
	return &image{t, name, size}
}

func (i *image) write(offset int64, data []byte) *image {
	i.t.Helper()
	f, err := os.OpenFile(i.name, os.O_WRONLY, 0)
	if err != nil {
		i.t.Fatal(err)
	}
	if _, err := f.WriteAt(data, offset); err != nil {
		i.t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		i.t.Fatal(err)
	}
	return i
}

func (i *image) gpt(parts ...*gpt.Partition) *image {
	i.t.Helper()
	table := &gpt.Table{LogicalSectorSize: 512, PhysicalSectorSize: 512, ProtectiveMBR: true, Partitions: parts, GUID: "2CEFF841-4C1D-5A14-8E46-ED3AEB621093"}
	storage, err := file.OpenFromPath(i.name, false)
	if err != nil {
		i.t.Fatal(err)
	}
	writable, err := storage.Writable()
	if err != nil {
		i.t.Fatal(err)
	}
	if err := table.Write(writable, i.size); err != nil {
		i.t.Fatal(err)
	}
	if err := storage.Close(); err != nil {
		i.t.Fatal(err)
	}
	return i
}

// esp makes a FAT filesystem at an offset and puts the files into it.
func (i *image) esp(offset, size int64, files map[string][]byte) *image {
	i.t.Helper()
	storage, err := file.OpenFromPath(i.name, false)
	if err != nil {
		i.t.Fatal(err)
	}
	esp, err := createFAT(storage, size, offset)
	if err != nil {
		i.t.Fatal(err)
	}
	for name, content := range files {
		i.put(esp, name, content)
	}
	if err := storage.Close(); err != nil {
		i.t.Fatal(err)
	}
	return i
}

func createFAT(storage backend.Storage, size, offset int64) (filesystem.FileSystem, error) {
	if size < 33*mib {
		return fat16.Create(storage, size, offset, 512, "ESP", true)
	}
	return fat32.Create(storage, size, offset, 512, "ESP", true)
}

func (i *image) put(esp filesystem.FileSystem, name string, content []byte) {
	i.t.Helper()
	if dir := filepath.Dir(name); dir != "." {
		if err := esp.Mkdir(dir); err != nil {
			i.t.Fatal(err)
		}
	}
	f, err := esp.OpenFile(name, os.O_CREATE|os.O_RDWR)
	if err != nil {
		i.t.Fatal(err)
	}
	if _, err := f.Write(content); err != nil {
		i.t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		i.t.Fatal(err)
	}
}
