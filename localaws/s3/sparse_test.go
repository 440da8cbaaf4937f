package s3

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func TestHolesOfADiskTakeNoRoomWhetherCopiedOrSent(t *testing.T) {
	dir := t.TempDir()
	server := serve(t, Config{Dir: dir})
	makeBucket(t, server, alice(), "disks")
	c := client(server, alice())
	put(t, c, "disks", "zero", make([]byte, 8<<20))
	u := startUpload(t, c, "disks", "disk.raw")
	u.put(1, noise(partSize))
	for n := range int32(4) {
		u.copyRange(n+2, "disks/zero", "bytes=0-8388607")
		u.put(n+6, make([]byte, 8<<20))
		u.parts = sorted(u.parts)
	}
	if _, err := u.complete(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	size, used := room(t, filepath.Join(dir, "objects", "disks", "disk.raw"))
	if size != partSize+64<<20 || used > partSize+1<<20 {
		t.Errorf("the object of %d bytes takes %d, want %d and %d", size, used, partSize+64<<20, partSize)
	}
	want := append(noise(partSize), make([]byte, 64<<20)...)
	if !bytes.Equal(get(t, c, "disks", "disk.raw"), want) {
		t.Error("the object differs from what was uploaded")
	}
}

func sorted(parts []types.CompletedPart) []types.CompletedPart {
	slices.SortFunc(parts, func(a, b types.CompletedPart) int { return int(*a.PartNumber - *b.PartNumber) })
	return parts
}

// room is the size of a file and what it takes on disk.
func room(t *testing.T, name string) (size, used int64) {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size(), info.Sys().(*syscall.Stat_t).Blocks * 512
}
