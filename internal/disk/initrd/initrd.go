// Package initrd lists the files of an initrd: cpio archives one behind the other,
// the last of which may be compressed (kernel documentation,
// driver-api/early-userspace/buffer-format.rst).
package initrd

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

// ErrFormat is an initrd that cannot be unpacked here; nothing is known of it.
var ErrFormat = errors.New("unknown format of an initrd")

// List returns the paths of an initrd's files, with no slash before them.
func List(r io.Reader) ([]string, error) {
	var names []string
	for in := bufio.NewReaderSize(r, 1<<16); ; {
		head, err := nextHead(in)
		switch {
		case err != nil:
			return nil, err
		case len(head) == 0:
			return names, nil
		case isCPIO(head):
			names, err = appendNames(names, in)
		default:
			if in, err = unpack(head, in); err != nil {
				return nil, fmt.Errorf("unpack initrd: %w", err)
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

// nextHead skips the zeroes between archives and returns the first bytes of the
// next one; none at the end.
func nextHead(in *bufio.Reader) ([]byte, error) {
	for {
		head, err := in.Peek(6)
		if len(head) == 0 {
			if errors.Is(err, io.EOF) {
				return nil, nil
			}
			return nil, fmt.Errorf("read initrd: %w", err)
		}
		if head[0] != 0 {
			return head, nil
		}
		if _, err := in.Discard(1); err != nil {
			return nil, err
		}
	}
}

func isCPIO(head []byte) bool {
	return bytes.Equal(head, []byte("070701")) || bytes.Equal(head, []byte("070702"))
}

// unpack knows the compressions that a kernel unpacks, but for LZO.
func unpack(head []byte, in io.Reader) (*bufio.Reader, error) {
	var out io.Reader
	var err error
	is := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	switch {
	case is("\x1f\x8b"):
		out, err = gzip.NewReader(in)
	case is("\x28\xb5\x2f\xfd"):
		out, err = zstd.NewReader(in, zstd.WithDecoderConcurrency(1))
	case is("\xfd7zXZ"):
		out, err = xz.NewReader(in)
	case is("\x02\x21\x4c\x18"):
		out = lz4.NewReader(in)
	case is("BZh"):
		out = bzip2.NewReader(in)
	case is("\x5d\x00\x00"):
		out, err = lzma.NewReader(in)
	default:
		return nil, ErrFormat
	}
	if err != nil {
		return nil, err
	}
	return bufio.NewReaderSize(out, 1<<16), nil
}
