package imports

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"github.com/amikit/amikit/localaws/blocks"
	"github.com/amikit/amikit/localaws/vmdk"
)

const (
	sector      = 512
	vhdFooter   = "conectix"
	headerBytes = 8
	vmdkMagic   = "KDMV"
)

var errBadDisk = errors.New("the disk is broken")

// converter copies a disk to a layer and says how large the disk is, in bytes.
type converter func(l *blocks.Layer, object Object) (capacity int64, err error)

// converter finds how a disk can be read; nil when the disk is not what its
// format says, or is of none that is supported.
func (i *Importer) converter(object Object, format string) converter {
	head := make([]byte, headerBytes)
	n, err := object.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) || n == 0 {
		return nil
	}
	isVMDK := bytes.HasPrefix(head, []byte(vmdkMagic))
	switch {
	case isVMDK && (format == "VMDK" || format == ""):
		return i.copyVMDK
	case format != "RAW" && format != "" || isVMDK || foreign(head) || endsAsVHD(object):
		return nil
	}
	return i.copyRaw
}

// foreign is true for the first bytes of other disk formats, and of packed
// files.
func foreign(head []byte) bool {
	return slices.ContainsFunc([]string{
		"# Disk D", "vhdxfile", vhdFooter, "QFI\xfb", "\x1f\x8b", "\x28\xb5\x2f\xfd", "\xfd7zXZ",
	}, func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) })
}

func endsAsVHD(object Object) bool {
	tail := make([]byte, len(vhdFooter))
	_, err := object.ReadAt(tail, max(0, object.Size-sector))
	return err == nil && string(tail) == vhdFooter
}

func (i *Importer) copyRaw(l *blocks.Layer, object Object) (int64, error) {
	return object.Size, blocks.CopyDisk(l, object.File, object.Size, i.Snapshots.Clock.Now)
}

func (i *Importer) copyVMDK(l *blocks.Layer, object Object) (int64, error) {
	disk, err := vmdk.NewReader(object, object.Size)
	if err != nil {
		return 0, errBadDisk
	}
	target := &blocks.Scatter{Layer: l, Now: i.Snapshots.Clock.Now}
	for {
		offset, data, err := disk.Next()
		if errors.Is(err, io.EOF) {
			return disk.Capacity, target.Flush()
		}
		if err != nil {
			return 0, errBadDisk
		}
		if err := target.Write(offset, data); err != nil {
			return 0, err
		}
	}
}
