package tree

import (
	"crypto/sha256"
	"maps"
	"slices"

	"github.com/opencontainers/go-digest"
)

// Inputs is what a disk is made from.
type Inputs struct {
	// Root is the digest of the root filesystem's tree.
	Root digest.Digest
	// UserData is the cloud-config as it reaches the disk; nil for none. Only its
	// SHA-256 goes into the digest.
	UserData []byte
	// Settings are the options that change the disk, such as its size, by name.
	Settings map[string]string
	// Builder is the name of the program that makes the disk.
	Builder string
	// Version changes when that program makes another disk of the same inputs.
	Version string
}

// Digest returns the identity of the inputs.
func (i Inputs) Digest() digest.Digest {
	w := &walker{sum: sha256.New()}
	w.field("amikit-inputs-v1", i.Root, i.Builder, i.Version)
	if i.UserData != nil {
		w.field("user-data", digest.FromBytes(i.UserData))
	}
	for _, name := range slices.Sorted(maps.Keys(i.Settings)) {
		if value := i.Settings[name]; value != "" {
			w.field("setting", name, value)
		}
	}
	return digest.NewDigest(digest.SHA256, w.sum)
}
