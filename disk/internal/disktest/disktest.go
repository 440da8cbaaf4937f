// Package disktest makes sparse disks for the tests of the formats.
package disktest

import (
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/disk"
)

// Sparse is a disk of that size in a file of its own, with noise in the extents.
// Every other extent, from the first on, can be compressed by half.
func Sparse(t testing.TB, size int64, extents ...disk.Extent) *disk.File {
	t.Helper()
	name := filepath.Join(t.TempDir(), "disk.raw")
	if err := write(name, size, extents); err != nil {
		t.Fatal(err)
	}
	file, err := disk.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

func write(name string, size int64, extents []disk.Extent) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	err = file.Truncate(size)
	for i, e := range extents {
		_, copyErr := io.Copy(io.NewOffsetWriter(file, e.Offset), io.LimitReader(noise(i), e.Length))
		err = errors.Join(err, copyErr)
	}
	return errors.Join(err, file.Close())
}

// noise cannot be compressed where the seed is odd, else by half.
func noise(seed int) io.Reader {
	random := rand.NewChaCha8([32]byte{byte(seed)})
	if seed%2 == 1 {
		return random
	}
	return letters{random}
}

// letters are noise of sixteen values.
type letters struct{ io.Reader }

// Read makes a letter of every byte.
func (l letters) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	for i := range p[:n] {
		p[i] = 'a' + p[i]%16
	}
	return n, err
}
