// Package convert writes raw disks in the formats that other programs take. All
// of them leave out what is all zero.
package convert

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/disk/qcow2"
	"github.com/amikit/amikit/disk/rawzst"
	"github.com/amikit/amikit/disk/vhd"
	"github.com/amikit/amikit/disk/vmdk"
)

// Format is a disk's format; it is the extension of its file's name as well.
type Format string

// The formats.
const (
	// Raw is the disk as it is.
	Raw Format = disk.FormatRaw
	// RawZstd is the raw disk, compressed.
	RawZstd Format = "raw.zst"
	// QCOW2 is QEMU's.
	QCOW2 Format = "qcow2"
	// VMDK is VMware's, stream-optimised: compressed.
	VMDK Format = "vmdk"
	// VHD is that of Hyper-V and Xen, dynamic.
	VHD Format = "vhd"
)

// Formats returns all of them.
func Formats() []Format { return []Format{Raw, RawZstd, QCOW2, VMDK, VHD} }

// FormatError is a name that is no format.
type FormatError struct {
	// Name is what was given.
	Name string
}

// Error names what was given and all formats.
func (e *FormatError) Error() string {
	var names []string
	for _, f := range Formats() {
		names = append(names, string(f))
	}
	return fmt.Sprintf("%q is no format of a disk; it can be %s", e.Name, strings.Join(names, ", "))
}

// Parse returns the format of that name; any other is a [*FormatError].
func Parse(name string) (Format, error) {
	if f := Format(name); slices.Contains(Formats(), f) {
		return f, nil
	}
	return "", &FormatError{Name: name}
}

// FormatOf returns the format that a file's name ends in; none is a [*FormatError].
func FormatOf(file string) (Format, error) {
	for _, f := range Formats() {
		if strings.HasSuffix(file, "."+string(f)) {
			return f, nil
		}
	}
	return "", &FormatError{Name: file}
}

// File writes the disk to the named file in a format other than [Raw]. The file
// gets its name when it is whole: until then it is the same with ".part" behind,
// which an error removes and the next run of a killed one replaces.
func File(ctx context.Context, name string, f *disk.File, format Format) (err error) {
	write, known := writers()[format]
	if !known {
		return &FormatError{Name: string(format)}
	}
	part := name + ".part"
	out, err := os.Create(part)
	if err != nil {
		return fmt.Errorf("convert %s: %w", f.Name(), err)
	}
	if err = errors.Join(write(ctx, out, f), out.Close()); err == nil {
		err = os.Rename(part, name)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("convert %s: %w", f.Name(), err), os.Remove(part))
	}
	return nil
}

// target is what a file is to the writers of all formats.
type target interface {
	io.Writer
	io.WriterAt
}

func writers() map[Format]func(context.Context, target, *disk.File) error {
	return map[Format]func(context.Context, target, *disk.File) error{
		RawZstd: func(ctx context.Context, out target, f *disk.File) error { return rawzst.Write(ctx, out, f) },
		QCOW2:   func(ctx context.Context, out target, f *disk.File) error { return qcow2.Write(ctx, out, f) },
		VMDK: func(ctx context.Context, out target, f *disk.File) error {
			_, err := vmdk.Write(ctx, out, f)
			return err
		},
		VHD: func(ctx context.Context, out target, f *disk.File) error { return vhd.Write(ctx, out, f) },
	}
}
