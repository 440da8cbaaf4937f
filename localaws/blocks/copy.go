package blocks

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// CopyDisk writes a raw disk to a layer and leaves out the blocks that are all
// zero; holes are not read. The last block is padded with zeroes.
func CopyDisk(l *Layer, disk *os.File, size int64, now func() time.Time) error {
	buffer := make([]byte, Size)
	zero := make([]byte, Size)
	for offset := int64(0); offset < size; offset += Size {
		data, err := nextData(disk, offset)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		offset = data / Size * Size
		n, err := disk.ReadAt(buffer, offset)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		clear(buffer[n:])
		if bytes.Equal(buffer, zero) {
			continue
		}
		if err := l.Put(uint32(offset/Size), buffer, sha256.Sum256(buffer), now()); err != nil {
			return err
		}
	}
	return nil
}

// nextData finds the first byte at or after offset that is not in a hole;
// io.EOF when there is none.
func nextData(disk *os.File, offset int64) (int64, error) {
	at, err := unix.Seek(int(disk.Fd()), offset, unix.SEEK_DATA)
	switch {
	case errors.Is(err, unix.ENXIO):
		return 0, io.EOF
	case errors.Is(err, unix.EINVAL):
		// A file system without holes.
		return offset, nil
	}
	return at, err
}
