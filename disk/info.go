package disk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/opencontainers/go-digest"
)

// InfoVersion is the version of the format of disk.json.
const InfoVersion = 1

// FormatRaw is the format of a disk as it is.
const FormatRaw = "raw"

// Info describes a raw disk; it is what disk.json holds.
type Info struct {
	// Version is [InfoVersion].
	Version int `json:"version"`
	// File is the raw disk's name without its folder.
	File string `json:"file"`
	// Format is the file's format: [FormatRaw], or another one that holds the raw
	// disk that everything below is about.
	Format string `json:"format,omitempty"`
	// Size is the disk's size in bytes.
	Size int64 `json:"size"`
	// Allocated is how many bytes the file takes on the filesystem that it was described on.
	Allocated int64 `json:"allocated"`
	// DataBytes is how many bytes lie in blocks that are not all zero.
	DataBytes int64 `json:"dataBytes"`
	// Digest is the disk's identity; see [Manifest.Digest].
	Digest digest.Digest `json:"digest"`
	// Inputs identifies what the disk was made from; it is empty for a disk
	// from elsewhere.
	Inputs digest.Digest `json:"inputs,omitempty"`
	// CRC64NVME is the checksum of the whole file.
	CRC64NVME CRC64NVME `json:"crc64nvme"`
	// Layout is what a firmware finds on it.
	Layout
	// FirstBoot is what the system on the disk adds to it; nil where it is not
	// known to add anything.
	FirstBoot *FirstBoot `json:"firstBoot,omitempty"`
	// System is what the system on it says of itself; nil in the description of an
	// older version.
	System *System `json:"system,omitempty"`
	// Builder is the program that made the disk; nil for a disk from elsewhere.
	Builder *Builder `json:"builder,omitempty"`
	// Manifest is the canonical form of the disk's manifest, in base64 in JSON.
	Manifest []byte `json:"manifest"`
	// BlockSums are the checksums of the manifest's blocks ([Sums.MarshalBinary]), in
	// base64 in JSON; nil in the description of an older version.
	BlockSums []byte `json:"blockSums,omitempty"`
}

// Builder names the program that made a disk.
type Builder struct {
	// Name is "auroraboot" or "builtin".
	Name string `json:"name"`
	// Version changes when the program makes another disk of the same inputs.
	Version string `json:"version"`
}

// waiting is how many workers of a scan wait for the storage while there is one for
// each processor that hashes: reading a disk that is not in memory takes longer.
const waiting = 6

// Describe inspects and scans a disk. What is not a disk is a [*NotADiskError].
func Describe(ctx context.Context, f *File) (*Info, error) {
	layout, err := Inspect(f, f.Size())
	var other *NotADiskError
	if errors.As(err, &other) {
		err = other.in(f.Name())
	}
	if err != nil {
		return nil, fmt.Errorf("inspect %s: %w", f.Name(), err)
	}
	system, err := ReadSystem(ctx, f, layout)
	if err != nil {
		return nil, err
	}
	scanned, err := Scan(ctx, f, runtime.NumCPU()+waiting)
	if err != nil {
		return nil, err
	}
	stat, err := f.file.Stat()
	if err != nil {
		return nil, fmt.Errorf("describe disk: %w", err)
	}
	form, err := scanned.Manifest.MarshalBinary()
	if err != nil {
		return nil, err
	}
	sums, err := scanned.Sums.MarshalBinary()
	if err != nil {
		return nil, err
	}
	return &Info{
		Version: InfoVersion, File: filepath.Base(f.Name()), Format: FormatRaw, Size: f.Size(), Allocated: allocated(stat),
		DataBytes: scanned.Manifest.DataBytes(), Digest: digest.FromBytes(form), CRC64NVME: scanned.CRC64NVME,
		Layout: *layout, FirstBoot: readFirstBoot(f, layout), System: system, Manifest: form, BlockSums: sums,
	}, nil
}

// ParseManifest returns the manifest, after checking it against digest and size.
func (i *Info) ParseManifest() (Manifest, error) {
	var m Manifest
	if err := m.UnmarshalBinary(i.Manifest); err != nil {
		return m, err
	}
	if m.Digest() != i.Digest {
		return m, fmt.Errorf("the manifest has digest %s, not %s", m.Digest(), i.Digest)
	}
	if m.Size != i.Size {
		return m, fmt.Errorf("the manifest is of a disk of %d bytes, not %d", m.Size, i.Size)
	}
	return m, nil
}

// ReadInfo reads a disk.json and checks that its manifest, digest and checksums agree. It
// cannot tell whether the disk beside it is still the one that it describes.
func ReadInfo(name string) (*Info, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read disk description: %w", err)
	}
	info := &Info{}
	if err := json.Unmarshal(text, info); err != nil {
		return nil, fmt.Errorf("read disk description %s: %w", name, err)
	}
	if info.Version != InfoVersion {
		return nil, fmt.Errorf("read disk description %s: its version is %d, and this program reads %d", name, info.Version, InfoVersion)
	}
	m, err := info.ParseManifest()
	if err == nil {
		_, err = info.ParseSums(m)
	}
	if err != nil {
		return nil, fmt.Errorf("read disk description %s: %w", name, err)
	}
	return info, nil
}

// WriteFile writes i as the named disk.json.
func (i *Info) WriteFile(name string) error {
	text, err := json.MarshalIndent(i, "", "  ")
	if err != nil {
		return fmt.Errorf("write disk description: %w", err)
	}
	if err := os.WriteFile(name, append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("write disk description: %w", err)
	}
	return nil
}
