package disk_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/amikit/amikit/disk"
)

// FuzzInspect changes a good disk's tables: whatever stands in them, reading
// them ends, and nothing that it reports lies before the disk's start.
func FuzzInspect(f *testing.F) {
	seed := seedDisk(f)
	f.Add(uint32(446), []byte{0x80, 1, 1, 0, 0x83})
	f.Add(uint32(512), []byte("EFI PART"))
	f.Add(uint32(fatStart+11), []byte{0, 2, 1, 1, 0})
	f.Add(uint32(fatStart+4*512), []byte{2, 0, 3, 0, 3, 0, 2, 0})
	f.Fuzz(func(t *testing.T, offset uint32, patch []byte) {
		content := bytes.Clone(seed)
		copy(content[int(offset)%len(content):], patch)
		layout, err := disk.Inspect(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return
		}
		for _, p := range layout.Partitions {
			if p.Start < 0 || p.Size <= 0 || p.End() < 0 {
				t.Fatalf("partition makes no sense: %+v", p)
			}
		}
	})
}

func seedDisk(f *testing.F) []byte {
	i := efiDisk(f, machineAMD64)
	content, err := os.ReadFile(i.name)
	if err != nil {
		f.Fatal(err)
	}
	return content
}
