package vhd

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/disk"
)

// The shapes are those that the specification's appendix gives for the sizes.
func TestGeometry(t *testing.T) {
	for size, want := range map[int64]geometry{
		16 << 20:  {481, 4, 17},
		100 << 20: {1003, 12, 17},
		200 << 20: {825, 16, 31},
		4 << 30:   {8322, 16, 63},
		40 << 30:  {20560, 16, 255},
		MaxSize:   {65535, 16, 255},
	} {
		if got := geometryOf(size); got != want {
			t.Errorf("the geometry of %d MiB is %v, want %v", size>>20, got, want)
		}
	}
}

func TestADiskThatIsTooLargeIsRefused(t *testing.T) {
	name := filepath.Join(t.TempDir(), "disk.raw")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, MaxSize+512); err != nil {
		t.Fatal(err)
	}
	f, err := disk.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var size *SizeError
	if err := Write(t.Context(), nil, f); !errors.As(err, &size) || size.Size != MaxSize+512 {
		t.Fatalf("error is %v", err)
	}
}
