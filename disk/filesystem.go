package disk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"
)

// FileEntry is one file, directory, link or device of a filesystem on a disk.
type FileEntry struct {
	// Path has no slash before it; the root directory's is ".".
	Path string
	// Mode has the type, the permissions and the bits of fs.FileMode. On FAT it is
	// the type alone.
	Mode fs.FileMode
	// UID and GID are the owner's; zero on FAT.
	UID, GID uint32
	// Size is a regular file's size in bytes.
	Size int64
	// ModTime is the time of the last change, in whole seconds.
	ModTime time.Time
	// Target is what a symbolic link holds.
	Target string
	// Device is a device's number as the kernel packs it.
	Device uint64
	// Inode is the number of the file's record on ext: the names of one file share
	// it. Zero on FAT.
	Inode uint32

	content    io.ReaderAt
	attributes func() (map[string]string, error)
}

// Attributes reads the extended attributes by their names, such as
// "security.capability". POSIX ACLs are in the form of the disk. FAT has none.
func (e *FileEntry) Attributes() (map[string]string, error) {
	if e.attributes == nil {
		return nil, nil
	}
	return e.attributes()
}

// Content returns a regular file's content; it is empty for anything else.
func (e *FileEntry) Content() *io.SectionReader {
	if e.content == nil {
		return io.NewSectionReader(noContent{}, 0, 0)
	}
	return io.NewSectionReader(e.content, 0, e.Size)
}

type noContent struct{}

func (noContent) ReadAt([]byte, int64) (int, error) { return 0, io.EOF }

// Filesystem reads the files of a partition: ext2 to ext4, FAT16 and FAT32. It is
// not for several goroutines. Whatever a damaged one claims, reading it ends.
type Filesystem struct {
	// Label and UUID are its superblock's; FAT's UUID is its serial number.
	Label, UUID string

	ext *ext
	fat *fat
}

// ErrNoFilesystem is a partition whose files cannot be read here.
var ErrNoFilesystem = errors.New("no filesystem that can be read here")

// OpenFilesystem opens what p holds on the disk r. Anything but ext and FAT is an
// [ErrNoFilesystem].
func OpenFilesystem(r io.ReaderAt, p Partition) (*Filesystem, error) {
	part := io.NewSectionReader(r, p.Start, p.Size)
	super, _ := readSuperblock(part)
	ext, extErr := openExt(part)
	if extErr == nil {
		return &Filesystem{Label: super.label, UUID: super.uuid, ext: ext}, nil
	}
	if !errors.Is(extErr, errNoExt) {
		return nil, fmt.Errorf("partition %d: %w", p.Number, extErr)
	}
	if fat, err := openFAT(part); err == nil {
		return &Filesystem{Label: super.label, UUID: super.uuid, fat: fat}, nil
	}
	return nil, fmt.Errorf("partition %d: %w", p.Number, ErrNoFilesystem)
}

// ReadFile returns the first limit bytes of a file or less. Symbolic links are
// followed inside the filesystem. Where there is no such file it is [fs.ErrNotExist].
func (f *Filesystem) ReadFile(name string, limit int64) ([]byte, error) {
	if f.fat != nil {
		return f.fat.readFile(name, limit)
	}
	file, err := f.ext.open(name)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(file, 0, min(file.Size(), limit)))
}

// Walk calls visit with every file, a directory before what is in it, in the
// order of their names, and ends at the first error.
func (f *Filesystem) Walk(ctx context.Context, visit func(*FileEntry) error) error {
	if f.fat != nil {
		return f.fat.walk(ctx, visit)
	}
	return f.ext.walk(ctx, visit)
}

// maxDepth is how deep folders are followed.
const maxDepth = 256
