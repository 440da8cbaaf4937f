package ami

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"

	"github.com/amikit/amikit/disk"
	steps "github.com/amikit/amikit/internal/step"
)

// OpenedDisk is a disk in a file, to be closed.
type OpenedDisk struct {
	Disk
	file *disk.File
}

// Close closes the disk's file.
func (d *OpenedDisk) Close() error { return d.file.Close() }

// OpenDisk opens a raw disk, or the one raw disk in a folder ([*disk.RawFileError]
// where there is not exactly one), and describes it. What is not a disk is a
// [*disk.NotADiskError].
//
// The description beside it (disk.json) is believed where trusted says that the
// disk cannot have changed since; otherwise the disk is read once, and only what
// cannot be read from it, the identity of its inputs, is taken from a description
// of this very content.
//
// A big disk takes a while to read, which the reporter is told; it may be nil.
func OpenDisk(ctx context.Context, path string, trusted bool, reporter Reporter) (*OpenedDisk, error) {
	name, err := disk.Locate(path)
	if err != nil {
		return nil, err
	}
	file, err := disk.Open(name)
	if err != nil {
		return nil, err
	}
	stop, err := reportReads(ctx, file, reporter)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	info, err := describe(ctx, file, trusted)
	stop()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	d, err := toDisk(file, info)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &OpenedDisk{Disk: d, file: file}, nil
}

// reportReads tells how much of the file's data was read, until it is stopped.
func reportReads(ctx context.Context, file *disk.File, reporter Reporter) (stop func(), err error) {
	if reporter == nil {
		return func() {}, nil
	}
	total, err := dataBytes(ctx, file)
	if err != nil {
		return nil, err
	}
	var done int64
	var mu sync.Mutex
	file.OnRead(func(bytes int) {
		mu.Lock()
		defer mu.Unlock()
		done = min(done+int64(bytes), total)
		reporter.Report(Event{Kind: Progress, Stage: "read", Done: done, Total: total})
	})
	return func() { file.OnRead(nil) }, nil
}

func describe(ctx context.Context, file *disk.File, trusted bool) (*disk.Info, error) {
	beside, err := disk.ReadInfo(filepath.Join(filepath.Dir(file.Name()), steps.InfoFile))
	if errors.Is(err, fs.ErrNotExist) {
		return disk.Describe(ctx, file)
	}
	about := err == nil && beside.File == filepath.Base(file.Name()) && beside.Size == file.Size()
	if trusted {
		if !about {
			return nil, fmt.Errorf("%s does not describe %s: %w", steps.InfoFile, file.Name(), orError(err, errOtherDisk))
		}
		return beside, readSystem(ctx, file, beside)
	}
	info, err := disk.Describe(ctx, file)
	if err == nil && about && beside.Digest == info.Digest {
		info.Inputs = beside.Inputs
	}
	return info, err
}

// readSystem completes the description of an older version.
func readSystem(ctx context.Context, file *disk.File, info *disk.Info) (err error) {
	if info.System == nil {
		info.System, err = disk.ReadSystem(ctx, file, &info.Layout)
	}
	return err
}

var errOtherDisk = errors.New("it names another file or size")

func orError(err, fallback error) error {
	if err != nil {
		return err
	}
	return fallback
}

// checkComplete refuses a file that ends before the disk does, as a copy that was
// stopped.
func checkComplete(file *disk.File, info *disk.Info) error {
	for _, p := range info.Partitions {
		if p.End() > file.Size() {
			return fmt.Errorf("%s is cut off: partition %d ends at byte %d and the file at %d; copy or build the disk again", file.Name(), p.Number, p.End(), file.Size())
		}
	}
	return nil
}

func toDisk(file *disk.File, info *disk.Info) (Disk, error) {
	if err := checkComplete(file, info); err != nil {
		return Disk{}, err
	}
	manifest, err := info.ParseManifest()
	if err != nil {
		return Disk{}, fmt.Errorf("describe %s: %w", file.Name(), err)
	}
	sums, err := info.ParseSums(manifest)
	if err != nil {
		return Disk{}, fmt.Errorf("describe %s: %w", file.Name(), err)
	}
	return Disk{
		Source: file, File: info.File, Digest: info.Digest, CRC64NVME: info.CRC64NVME, Sums: sums, Inputs: info.Inputs,
		Allocated: info.Allocated, Architecture: info.Architecture, BootMode: info.BootMode, PartitionTable: info.Table,
		Problems: info.Problems, System: info.System, FirstBoot: info.FirstBoot, Manifest: manifest,
	}, nil
}
