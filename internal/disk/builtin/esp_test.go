package builtin

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/diskfs/go-diskfs/partition/gpt"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/testroot"
)

// espDisk makes a disk that is an EFI system partition alone.
func espDisk(t *testing.T, size int64) (string, *disk.Layout) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "esp.raw")
	p := &plan{guid: kairosDisk, partitions: []partition{{
		name: "EFI", kind: gpt.EFISystemPartition, guid: kairosEFI, size: size,
		fill: esp{label: "ESP", serial: 0x1234abcd, files: []espFile{
			{path: "EFI/BOOT/BOOTX64.EFI", data: testroot.EFI("amd64")},
			{path: "a folder/a file with a long name", data: make([]byte, 3*mib)},
		}},
	}}}
	p.size = least(p.partitions)
	if err := errors.Join(createSparse(name, p.size), p.write(t.Context(), name)); err != nil {
		t.Fatal(err)
	}
	file, err := disk.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	layout, err := disk.Inspect(file, file.Size())
	if err != nil {
		t.Fatal(err)
	}
	return name, layout
}

func TestBothKindsOfFATBootAndHaveTheirSerial(t *testing.T) {
	for name, size := range map[string]int64{"FAT16": 64 * mib, "FAT32": 600 * mib} {
		t.Run(name, func(t *testing.T) {
			_, layout := espDisk(t, size)
			if layout.BootMode != disk.BootUEFI || layout.Partitions[0].UUID != "1234-ABCD" || layout.Partitions[0].Label != "ESP" {
				t.Fatalf("the disk is %+v", layout)
			}
		})
	}
}

func TestNoClusterIsUsedWithoutAFile(t *testing.T) {
	name, layout := espDisk(t, 64*mib)
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	head := make([]byte, mib)
	if _, err := file.ReadAt(head, layout.Partitions[0].Start); err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	table := head[int(le.Uint16(head[14:]))*sector:]
	length := int(le.Uint16(head[22:])) * sector
	for _, copied := range [][]byte{table, table[length:]} {
		if media, second := le.Uint16(copied), le.Uint16(copied[4:]); media != 0xfff8 || second != 0 {
			t.Errorf("the table begins %#x, and cluster 2 is %#x", media, second)
		}
	}
}

func TestAFileThatIsGoneIsAnError(t *testing.T) {
	e := esp{label: "ESP", files: []espFile{{path: "EFI/x", host: filepath.Join(t.TempDir(), "gone")}}}
	name := filepath.Join(t.TempDir(), "esp.raw")
	if err := createSparse(name, 64*mib); err != nil {
		t.Fatal(err)
	}
	if err := e.fill(t.Context(), name, 0, 64*mib); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("it says %v", err)
	}
}
