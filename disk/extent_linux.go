package disk

import (
	"context"
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

func dataExtents(ctx context.Context, file *os.File, size int64) ([]Extent, error) {
	var extents []Extent
	for at := int64(0); at < size; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e, err := nextExtent(file, at, size)
		switch {
		case errors.Is(err, unix.ENXIO): // only a hole is left
			return extents, nil
		case errors.Is(err, unix.EINVAL), errors.Is(err, unix.EOPNOTSUPP): // a device, or a filesystem without holes
			return wholeFile(size), nil
		case err != nil:
			return nil, err
		}
		extents = append(extents, e)
		at = e.End()
	}
	return extents, nil
}

// nextExtent returns the first extent at or behind offset at.
func nextExtent(file *os.File, at, size int64) (Extent, error) {
	data, err := seek(file, at, unix.SEEK_DATA)
	if err != nil {
		return Extent{}, err
	}
	hole, err := seek(file, data, unix.SEEK_HOLE)
	if err != nil {
		return Extent{}, err
	}
	return Extent{Offset: data, Length: min(hole, size) - data}, nil
}

// seek goes past os.File, which promises the three portable values of whence alone.
func seek(file *os.File, offset int64, whence int) (int64, error) {
	conn, err := file.SyscallConn()
	if err != nil {
		return 0, err
	}
	return seekConn(conn, offset, whence)
}

func seekConn(conn syscall.RawConn, offset int64, whence int) (found int64, err error) {
	controlErr := conn.Control(func(fd uintptr) {
		found, err = unix.Seek(int(fd), offset, whence)
	})
	return found, errors.Join(err, controlErr)
}

// allocated returns the bytes that the file takes on its filesystem.
func allocated(info os.FileInfo) int64 {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return info.Size()
	}
	return stat.Blocks * 512
}
