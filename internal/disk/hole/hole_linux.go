package hole

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

func punch(f *os.File, offset, length int64) error {
	err := unix.Fallocate(int(f.Fd()), unix.FALLOC_FL_PUNCH_HOLE|unix.FALLOC_FL_KEEP_SIZE, offset, length)
	if errors.Is(err, unix.EOPNOTSUPP) {
		return errUnsupported
	}
	return err
}
