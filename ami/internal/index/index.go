// Package index keeps manifests of disks where a later run finds them, so that it
// knows what a snapshot holds without reading it. What is kept is a hint: it is
// used only where it proves itself by its digest.
package index

import (
	"context"
	"errors"
	"fmt"

	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/disk"
)

// Limits of what is kept in one place. The oldest goes first.
const (
	maxCount = 32
	// maxBytes is the longest manifest: of about 900 GiB of data.
	maxBytes = 64 << 20
)

// ErrNone is a manifest that is not kept, or not whole any more.
var ErrNone = errors.New("no index of the disk is kept")

// Store is one place for manifests.
type Store interface {
	// Get returns the manifest of the digest; its error may be [ErrNone].
	Get(ctx context.Context, of digest.Digest) (disk.Manifest, error)
	// Put keeps a manifest.
	Put(ctx context.Context, m disk.Manifest) error
	// String names the place.
	String() string
}

// prove parses what was kept, which anybody may have written.
func prove(form []byte, of digest.Digest) (disk.Manifest, error) {
	var m disk.Manifest
	if err := of.Validate(); err != nil || digest.FromBytes(form) != of {
		return m, ErrNone
	}
	if err := m.UnmarshalBinary(form); err != nil {
		return m, ErrNone
	}
	return m, nil
}

// form is what is kept of a manifest, and its digest.
func form(m disk.Manifest) ([]byte, digest.Digest, error) {
	kept, err := m.MarshalBinary()
	if err == nil && len(kept) > maxBytes {
		err = fmt.Errorf("a manifest of %d bytes is too long to keep", len(kept))
	}
	return kept, digest.FromBytes(kept), err
}
