package ami

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/disk"
)

// filled makes a disk with random bytes in the given stretches and holes elsewhere.
func (w *world) filled(size int64, data ...disk.Extent) Disk {
	w.t.Helper()
	name := filepath.Join(w.t.TempDir(), "disk.raw")
	file, err := os.Create(name)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := file.Truncate(size); err != nil {
		w.t.Fatal(err)
	}
	key := [32]byte{1}
	copy(key[1:], w.bucket)
	random := rand.NewChaCha8(key)
	for _, e := range data {
		bytes := make([]byte, e.Length)
		_, _ = random.Read(bytes) // it never fails
		if _, err := file.WriteAt(bytes, e.Offset); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		w.t.Fatal(err)
	}
	return w.open(name)
}

// oddDisks are disks whose ends lie where counting goes wrong.
func oddDisks() map[string]func(*world) Disk {
	disks := map[string]func(*world) Disk{
		"zeroes":          func(w *world) Disk { return w.filled(40 * mib) },
		"a hole at first": func(w *world) Disk { return w.filled(40*mib+512, disk.Extent{Offset: 40 * mib, Length: 512}) },
		"a hole at last":  func(w *world) Disk { return w.filled(40*mib+512, disk.Extent{Length: 512}) },
		"a hole inside": func(w *world) Disk {
			return w.filled(80*mib-1, disk.Extent{Length: 1}, disk.Extent{Offset: 80*mib - 2, Length: 1})
		},
		"many small holes": func(w *world) Disk {
			return w.filled(40*mib+1, disk.Extent{Offset: 3*mib + 1, Length: 7}, disk.Extent{Offset: 21*mib - 3, Length: 7}, disk.Extent{Offset: 40 * mib, Length: 1})
		},
	}
	for _, size := range []int64{1, 512, disk.BlockSize - 1, disk.BlockSize, disk.BlockSize + 1, 10*mib - 1, 10 * mib, 10*mib + 1} {
		disks[fmt.Sprintf("%d bytes", size)] = func(w *world) Disk { return w.filled(size, disk.Extent{Length: size}) }
	}
	return disks
}

func TestADiskOfAnyLengthArrivesWholeOnEachWay(t *testing.T) {
	for way, method := range map[string]func(*Options){"raw": func(*Options) {}, "vmdk": packed, "ebs": byEBS} {
		for name, make := range oddDisks() {
			t.Run(way+" "+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				d := make(w)
				r := w.create(d, method, func(o *Options) { o.PartSize = 5 * mib })
				w.checkOneSnapshot(d, r)
				if _, err := Verify(t.Context(), r.SnapshotID, d, w.options()); err != nil {
					t.Error(err)
				}
			})
		}
	}
}
