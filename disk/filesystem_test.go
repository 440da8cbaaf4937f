package disk_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"slices"
	"testing"

	"github.com/diskfs/go-diskfs/partition/gpt"

	"github.com/amikit/amikit/disk"
)

// walked returns the content of every file by its path, and "folder" of a folder.
func walked(t *testing.T, filesystem *disk.Filesystem) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filesystem.Walk(t.Context(), func(e *disk.FileEntry) error {
		if e.Mode.IsDir() {
			found[e.Path] = "folder"
			return nil
		}
		content, err := io.ReadAll(e.Content())
		found[e.Path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEveryFileOfAFATIsFoundByItsLongName(t *testing.T) {
	long := string(bytes.Repeat([]byte("0123456789abcdef"), 9000)) // of many clusters
	files := map[string][]byte{
		"EFI/BOOT/BOOTX64.EFI": pe(machineAMD64), "loader/entries/debian-6.1.0-44-cloud-amd64.conf": []byte("title x\n"),
		"EFI/Linux/a name of more than thirteen characters.efi": []byte(long), "loader/ünïcode.txt": []byte("ü"), "empty": nil,
	}
	for name, size := range map[string]int64{"FAT16": fatSize, "FAT32": 64 * mib} {
		t.Run(name, func(t *testing.T) {
			part := esp()
			part.End = part.Start + uint64(size)/512 - 1
			i := newImage(t, size+3*mib).esp(fatStart, size, files).gpt(part)
			filesystem, err := disk.OpenFilesystem(open(t, i.name), i.mustInspect().Partitions[0])
			if err != nil {
				t.Fatal(err)
			}
			found := walked(t, filesystem)
			for path, want := range files {
				if got, ok := found[path]; !ok || got != string(want) {
					t.Errorf("%s is there: %v, with %d bytes", path, ok, len(got))
				}
				if got, err := filesystem.ReadFile(path, 1<<20); err != nil || string(got) != string(want) {
					t.Errorf("%s reads %d bytes, %v", path, len(got), err)
				}
			}
			if want := len(files) + 6; len(found) != want { // with ".", EFI, BOOT, Linux, loader, entries
				t.Errorf("found %d entries, want %d: %v", len(found), want, found)
			}
			if _, err := filesystem.ReadFile("EFI/none", 1); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a file that is not there: %v", err)
			}
		})
	}
}

func TestAnotherFilesystemIsNotGuessedAt(t *testing.T) {
	i := newImage(t, 4*mib).gpt(&gpt.Partition{Index: 1, Start: 2048, End: 4095, Name: "x", Type: gpt.LinuxFilesystem})
	if _, err := disk.OpenFilesystem(open(t, i.name), i.mustInspect().Partitions[0]); !errors.Is(err, disk.ErrNoFilesystem) {
		t.Fatalf("it says %v", err)
	}
}

func TestAWalkEndsAtTheVisitorsError(t *testing.T) {
	filesystem, err := disk.OpenFilesystem(open(t, efiDisk(t, machineAMD64).name), disk.Partition{Start: fatStart, Size: fatSize})
	if err != nil {
		t.Fatal(err)
	}
	enough := errors.New("enough")
	var seen []string
	err = filesystem.Walk(t.Context(), func(e *disk.FileEntry) error {
		seen = append(seen, e.Path)
		if e.Path == "EFI" {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || !slices.Equal(seen, []string{".", "EFI"}) {
		t.Fatalf("saw %q, %v", seen, err)
	}
}

// FuzzWalkFAT changes a good filesystem: walking it ends.
func FuzzWalkFAT(f *testing.F) {
	seed := seedDisk(f)
	f.Add(uint32(fatStart+4*512), []byte{2, 0, 3, 0, 3, 0, 2, 0})
	f.Add(uint32(fatStart+129*512), []byte{0x41, 'x', 0, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, offset uint32, patch []byte) {
		content := bytes.Clone(seed)
		copy(content[int(offset)%len(content):], patch)
		filesystem, err := disk.OpenFilesystem(bytes.NewReader(content), disk.Partition{Start: fatStart, Size: fatSize})
		if err != nil {
			return
		}
		err = filesystem.Walk(t.Context(), func(e *disk.FileEntry) error {
			if e.Size < 0 || e.Size > 1<<32 {
				t.Errorf("%s has %d bytes", e.Path, e.Size)
			}
			return nil
		})
		if err != nil && err.Error() == "" {
			t.Error("an error that says nothing")
		}
	})
}
