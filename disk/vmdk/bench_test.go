package vmdk

import (
	"io"
	"testing"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/disk/internal/disktest"
)

// BenchmarkWrite packs data of which half can be saved.
func BenchmarkWrite(b *testing.B) {
	src := disktest.Sparse(b, 64*mib, disk.Extent{Length: 64 * mib})
	b.SetBytes(src.Size())
	for b.Loop() {
		if _, err := Write(b.Context(), io.Discard, src); err != nil {
			b.Fatal(err)
		}
	}
}
