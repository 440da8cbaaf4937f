package upload

import (
	"errors"
	"hash"
	"io"

	"github.com/minio/crc64nvme"

	"github.com/amikit/amikit/disk"
)

// checked is a part on its way. Where it is not what its checksum says it fails
// with [disk.ErrChanged] instead of giving its last bytes: a service that looks at
// no checksum does not get the whole of it either.
type checked struct {
	io.ReadSeeker
	part    completedPart
	hash    hash.Hash64
	at      int64
	skipped bool // what was read did not begin with the part
}

func check(body io.ReadSeeker, p completedPart) *checked {
	return &checked{ReadSeeker: body, part: p, hash: crc64nvme.New()}
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.ReadSeeker.Read(p)
	_, _ = c.hash.Write(p[:n]) // a hash takes everything
	c.at += int64(n)
	if c.at == c.part.length && n > 0 && !c.skipped && disk.CRC64NVME(c.hash.Sum64()) != c.part.crc {
		return 0, disk.ErrChanged
	}
	return n, err
}

// Seek is asked for the length, and to begin again.
func (c *checked) Seek(offset int64, whence int) (at int64, err error) {
	if at, err = c.ReadSeeker.Seek(offset, whence); err == nil {
		c.at, c.skipped = at, at != 0
		c.hash.Reset()
	}
	return at, err
}

// whole is a disk whose end never comes early: it is shorter then than it was.
type whole struct{ io.ReaderAt }

// ReadAt reads as [io.ReaderAt] says.
func (w whole) ReadAt(p []byte, off int64) (int, error) {
	n, err := w.ReaderAt.ReadAt(p, off)
	if n < len(p) && errors.Is(err, io.EOF) {
		err = disk.ErrChanged
	}
	return n, err
}
