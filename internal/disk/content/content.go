// Package content finds what a Kairos disk brings along for its first boot:
// bundles of images, a cluster's definition and the edge host's configuration.
// They go onto a partition of their own, from which the system takes them and
// which it then deletes.
package content

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/opencontainers/go-digest"
)

// Label is the label of the partition's filesystem, by which the system finds
// it, and the partition's name.
const Label = "COS_CONTENT"

// Folders of the partition.
const (
	bundleFolder  = "bundle-content"
	clusterFolder = "spc-config"
	edgeFolder    = "edge-config"
)

// Folders returns the folders that the partition has, also where they are empty.
func Folders() []string { return []string{bundleFolder, clusterFolder, edgeFolder} }

// File is one file of the partition.
type File struct {
	// Folder and Name are its place on the partition.
	Folder, Name string
	// Host is where this process reads it.
	Host string
	// Size is its length in bytes.
	Size int64
}

// Set is what goes onto one partition.
type Set struct {
	// Files are in the order in which they are written.
	Files []File
	// Ignored are files beside the content that are none, for a warning.
	Ignored []string
}

// Empty tells whether there is nothing to make a partition for. A nil set is empty.
func (s *Set) Empty() bool { return s == nil || s.bytes() == 0 }

func (s *Set) bytes() int64 {
	total := int64(0)
	for _, f := range s.Files {
		total += f.Size
	}
	return total
}

// PartitionSize returns the partition's size in bytes, whole MiB: the files, a
// fifth more and 100 MiB.
func (s *Set) PartitionSize() int64 {
	const mib = 1 << 20
	files := s.bytes()
	return (files + files/5 + 100*mib) / mib * mib
}

// Digest returns the identity of the files' places and contents.
func (s *Set) Digest(ctx context.Context) (digest.Digest, error) {
	sum := sha256.New()
	for _, f := range s.Files {
		content, err := f.digest(ctx)
		if err != nil {
			return "", fmt.Errorf("identify the content %s: %w", f.Host, err)
		}
		_, _ = fmt.Fprintf(sum, "%s/%q %s\n", f.Folder, f.Name, content) // a hash takes everything
	}
	return digest.NewDigest(digest.SHA256, sum), nil
}

func (f File) digest(ctx context.Context) (sum digest.Digest, err error) {
	file, err := os.Open(f.Host)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return digest.FromReader(interruptible{ctx, file})
}

// interruptible stops reading when its context ends.
type interruptible struct {
	ctx context.Context
	io.Reader
}

func (r interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
