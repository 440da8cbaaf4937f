package s3

import (
	"bytes"
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// copySparse appends a part to an object and leaves its holes holes, so that a
// sparse disk needs no more room here than its data. It can be repeated, as
// the part stays as it is.
func copySparse(part, object *os.File) (repeatable bool, err error) {
	start, err := object.Seek(0, io.SeekCurrent)
	if err != nil {
		return true, err
	}
	size, err := part.Seek(0, io.SeekEnd)
	if err != nil {
		return true, err
	}
	err = errors.Join(copyData(part, object, start, size), object.Truncate(start+size))
	if err != nil {
		return true, errors.Join(err, object.Truncate(start), rewind(part))
	}
	_, err = object.Seek(start+size, io.SeekStart)
	return true, err
}

func rewind(f *os.File) error {
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// copyData copies each extent of data to the same place after start.
func copyData(part, object *os.File, start, size int64) error {
	for end := int64(0); end < size; {
		data, err := part.Seek(end, unix.SEEK_DATA)
		if errors.Is(err, unix.ENXIO) {
			return nil
		}
		if err != nil {
			return err
		}
		if end, err = part.Seek(data, unix.SEEK_HOLE); err != nil {
			return err
		}
		if err := copyExtent(part, object, start, data, end); err != nil {
			return err
		}
	}
	return nil
}

func copyExtent(part, object *os.File, start, data, end int64) error {
	if _, err := part.Seek(data, io.SeekStart); err != nil {
		return err
	}
	if _, err := object.Seek(start+data, io.SeekStart); err != nil {
		return err
	}
	// io.CopyN lets the kernel copy between two files.
	_, err := io.CopyN(object, part, end-data)
	return err
}

// writeSparse writes content to an empty file and leaves runs of zeroes out.
func writeSparse(f *os.File, content io.Reader) error {
	buffer := make([]byte, 1<<20)
	zeroes := make([]byte, len(buffer))
	var size int64
	for {
		n, err := io.ReadFull(content, buffer)
		if !bytes.Equal(buffer[:n], zeroes[:n]) {
			if _, err := f.WriteAt(buffer[:n], size); err != nil {
				return err
			}
		}
		size += int64(n)
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return f.Truncate(size)
		case err != nil:
			return err
		}
	}
}
