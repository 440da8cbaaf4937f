package disk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// File is an open raw disk: a regular file or a block device. Its methods may be
// called by several goroutines at once.
type File struct {
	file   *os.File
	size   int64
	onRead func(bytes int)
}

// Open opens the named raw disk for reading. Nothing in it is checked; see [Inspect].
func Open(name string) (*File, error) {
	if err := checkKind(name); err != nil {
		return nil, fmt.Errorf("open disk: %w", err)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open disk: %w", err)
	}
	size, err := sizeOf(file)
	if err != nil {
		_ = file.Close() // the first error is the one to tell
		return nil, fmt.Errorf("open disk: %w", err)
	}
	return &File{file: file, size: size}, nil
}

// checkKind refuses what is neither a file nor a block device before it is opened:
// the open of a pipe waits for a writer, and no signal ends that.
func checkKind(name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if mode := info.Mode(); mode&(fs.ModeNamedPipe|fs.ModeSocket|fs.ModeCharDevice) != 0 {
		return fmt.Errorf("%s is neither a file nor a block device; name the raw disk", name)
	}
	return nil
}

// sizeOf asks by seeking, because a block device's stat has no size.
func sizeOf(file *os.File) (int64, error) {
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	if info.IsDir() {
		return 0, fmt.Errorf("%s is a folder; name the raw disk in it", file.Name())
	}
	return file.Seek(0, io.SeekEnd)
}

// ErrChanged is a disk whose content is no longer the one that was described.
var ErrChanged = errors.New("the disk changed while it was read; run again when nothing writes to it any more")

// checkUnchanged refuses a file that was cut or extended since it was opened: a
// part that is gone would pass for a hole.
func (f *File) checkUnchanged() error {
	size, err := sizeOf(f.file)
	if err != nil {
		return err
	}
	if size != f.size {
		return fmt.Errorf("its size changed from %d to %d bytes while it was read", f.size, size)
	}
	return nil
}

// Name returns the name that the disk was opened by.
func (f *File) Name() string { return f.file.Name() }

// Size returns the disk's size in bytes.
func (f *File) Size() int64 { return f.size }

// ReadAt reads as [io.ReaderAt] says.
func (f *File) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.file.ReadAt(p, off)
	if f.onRead != nil {
		f.onRead(n)
	}
	return n, err
}

// OnRead lets what was read be counted: report gets the bytes of each read, from
// several goroutines where several read. It is set while nothing reads; nil ends it.
func (f *File) OnRead(report func(bytes int)) { f.onRead = report }

// Close closes the file.
func (f *File) Close() error { return f.file.Close() }

// Extent is a run of bytes that may hold data; what lies between extents reads as zeroes.
type Extent struct {
	// Offset is where the run starts, in bytes.
	Offset int64
	// Length is the run's length in bytes.
	Length int64
}

// End returns the offset of the first byte behind the extent.
func (e Extent) End() int64 { return e.Offset + e.Length }

// Extents returns the file's data by SEEK_DATA and SEEK_HOLE, ascending and not
// overlapping. Where the system cannot tell, the whole file is one extent.
func (f *File) Extents(ctx context.Context) ([]Extent, error) {
	extents, err := dataExtents(ctx, f.file, f.size)
	if err != nil {
		return nil, fmt.Errorf("find the data of %s: %w", f.Name(), err)
	}
	return extents, nil
}

// wholeFile is the answer of a system that does not know holes.
func wholeFile(size int64) []Extent {
	if size == 0 {
		return nil
	}
	return []Extent{{Length: size}}
}
