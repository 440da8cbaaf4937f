package auroraboot

import (
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// holeSize is the smallest run of zeroes that is worth a hole, in bytes. It is a
// multiple of every filesystem's block size.
const holeSize = 64 << 10

// punchZeroes gives back the space of the file's zeroes: auroraboot writes them
// all, and BuildKit keeps the disk. The content stays the same. A filesystem that
// knows no holes keeps the file as it is.
func punchZeroes(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("make the disk sparse: %w", err)
	}
	err = punchFile(f)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil && !errors.Is(err, unix.EOPNOTSUPP) {
		return fmt.Errorf("make the disk %s sparse: %w", name, err)
	}
	return nil
}

func punchFile(f *os.File) error {
	buffer, zeroes := make([]byte, holeSize), make([]byte, holeSize)
	for run := (hole{}); ; {
		n, err := io.ReadFull(f, buffer)
		if n == holeSize && string(buffer) == string(zeroes) {
			run.length += holeSize
			continue
		}
		if punchErr := run.punch(f); punchErr != nil {
			return punchErr
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		case err != nil:
			return err
		}
		run = hole{offset: run.offset + run.length + holeSize}
	}
}

// hole is a run of zeroes in a file.
type hole struct{ offset, length int64 }

func (h hole) punch(f *os.File) error {
	if h.length == 0 {
		return nil
	}
	return unix.Fallocate(int(f.Fd()), unix.FALLOC_FL_PUNCH_HOLE|unix.FALLOC_FL_KEEP_SIZE, h.offset, h.length)
}
