// Package hole gives back the space of parts of a file.
package hole

import (
	"errors"
	"fmt"
	"os"
)

// errUnsupported is a filesystem that knows no holes.
var errUnsupported = errors.New("the filesystem knows no holes")

// Zero makes length bytes at the offset read as zeroes: a hole where the
// filesystem knows them, else zeroes that are written. The file's size stays.
func Zero(f *os.File, offset, length int64) error {
	err := punch(f, offset, length)
	if errors.Is(err, errUnsupported) {
		err = write(f, offset, length)
	}
	if err != nil {
		return fmt.Errorf("make a hole of %d bytes at %d in %s: %w", length, offset, f.Name(), err)
	}
	return nil
}

// write is in pieces of at most 1 MiB.
func write(f *os.File, offset, length int64) error {
	zeroes := make([]byte, min(length, 1<<20))
	for done := int64(0); done < length; done += int64(len(zeroes)) {
		if _, err := f.WriteAt(zeroes[:min(int64(len(zeroes)), length-done)], offset+done); err != nil {
			return err
		}
	}
	return nil
}
