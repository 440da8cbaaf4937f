package diskview

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/diskfs/go-diskfs/backend/file"
	"github.com/diskfs/go-diskfs/filesystem/fat16"

	"github.com/amikit/amikit/disk"
)

func TestALoaderThatFindsItselfEndsTheWay(t *testing.T) {
	const size = 16 * mib
	name := filepath.Join(t.TempDir(), "esp")
	if err := os.WriteFile(name, make([]byte, size), 0o600); err != nil {
		t.Fatal(err)
	}
	storage, err := file.OpenFromPath(name, false)
	if err != nil {
		t.Fatal(err)
	}
	fat, err := fat16.Create(storage, size, 0, 512, "ESP", true)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"EFI/BOOT/BOOTX64.EFI", "EFI/Linux/a.efi"} {
		if err := fat.Mkdir(filepath.Dir(path)); err != nil {
			t.Fatal(err)
		}
		f, err := fat.OpenFile(path, os.O_CREATE|os.O_RDWR)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte("LoaderInfo: systemd-boot")); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := storage.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	l := &disk.Layout{Partitions: []disk.Partition{{Number: 1, Size: size}}, Loaders: []disk.Loader{{Path: "EFI/BOOT/BOOTX64.EFI", Partition: 1}}}
	steps, err := boot(t.Context(), bytes.NewReader(content), l)
	if err != nil || len(steps) != 2 {
		t.Fatalf("told %v, %v", steps, err)
	}
}
