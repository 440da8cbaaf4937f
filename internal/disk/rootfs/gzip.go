package rootfs

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
)

// unpackedHead returns the first n bytes of a file's content, and whether the file
// holds it packed by gzip.
func (f File) unpackedHead(n int64) (head []byte, packed bool, err error) {
	head, err = f.Head(n)
	if err != nil || !bytes.HasPrefix(head, []byte("\x1f\x8b")) {
		return head, false, err
	}
	head, err = f.unpack(n)
	return head, true, err
}

// Unpack returns a compressed kernel as a firmware can start it.
func (k *Kernel) Unpack() ([]byte, error) { return k.unpack(maxKernel) }

// maxKernel is more than any kernel has.
const maxKernel = 512 << 20

func (f File) unpack(limit int64) (data []byte, err error) {
	file, err := os.Open(f.Host)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	unpacked, err := gzip.NewReader(file)
	if err == nil {
		data, err = io.ReadAll(io.LimitReader(unpacked, limit))
	}
	if err != nil {
		return nil, fmt.Errorf("unpack /%s of the root filesystem: %w", f.Path, err)
	}
	return data, nil
}
