package disk_test

import (
	"os"
	"testing"

	"github.com/minio/crc64nvme"

	"github.com/amikit/amikit/disk"
)

func TestSumsAreThoseOfTheDisksOwnBytes(t *testing.T) {
	f := sparse(t, 4*disk.BlockSize+9, piece{disk.BlockSize, random(1, 70)}, piece{4 * disk.BlockSize, random(2, 9)})
	content, err := os.ReadFile(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	sums := scan(t, f, 2).Sums
	for at := int64(0); at < f.Size(); at += disk.BlockSize {
		end := min(at+disk.BlockSize, f.Size())
		want := disk.CRC64NVME(crc64nvme.Checksum(content[at:end]))
		if got, known := sums.Of(at, end); !known || got != want {
			t.Errorf("the block at %d has %s, want %s", at, got, want)
		}
	}
}

func TestSumsAreOfWholeBlocksAlone(t *testing.T) {
	sums := scan(t, sparse(t, 3*disk.BlockSize, piece{0, random(1, 70)}), 1).Sums
	for name, c := range map[string]struct {
		sums        *disk.Sums
		offset, end int64
	}{
		"nobody's":            {nil, 0, disk.BlockSize},
		"half a block":        {sums, 0, disk.BlockSize / 2},
		"two blocks":          {sums, 0, 2 * disk.BlockSize},
		"across two blocks":   {sums, 512, disk.BlockSize + 512},
		"beyond the disk":     {sums, 3 * disk.BlockSize, 4 * disk.BlockSize},
		"past the disk's end": {sums, 2 * disk.BlockSize, 3*disk.BlockSize + 1},
	} {
		if _, known := c.sums.Of(c.offset, c.end); known {
			t.Errorf("%s has a checksum", name)
		}
	}
}

func TestADescriptionWithoutSumsIsRead(t *testing.T) {
	info := describe(t, efiDisk(t, machineAMD64).name)
	m, err := info.ParseManifest()
	if err != nil {
		t.Fatal(err)
	}
	if sums, err := info.ParseSums(m); err != nil || sums == nil {
		t.Fatalf("of its own sums came %v, %v", sums, err)
	}
	info.BlockSums = nil
	if sums, err := info.ParseSums(m); err != nil || sums != nil {
		t.Fatalf("of no sums came %v, %v", sums, err)
	}
}
