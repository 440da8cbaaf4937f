package ami

import (
	"cmp"
	"context"
	"errors"

	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/ami/internal/blocks"
	"github.com/amikit/amikit/ami/internal/index"
	"github.com/amikit/amikit/disk"
)

// verifySnapshot compares every block of a snapshot with the disk of the digest, where that was
// asked for: ahead of the registration, so that no image is made of another disk.
func (r *run) verifySnapshot(ctx context.Context, id string, of digest.Digest) error {
	if !r.Verify || r.checked[id] {
		return nil
	}
	m, err := r.manifestOf(ctx, of)
	if errors.Is(err, index.ErrNone) {
		r.warn("verify", "the blocks of %s are not compared: it holds disk %s of the same inputs, which is not here", id, of)
		return nil
	}
	if err != nil {
		return err
	}
	r.info("verify", "comparing every block of %s with the disk", id)
	wrong, read, err := blocks.Compare(ctx, r.Services.EBS, id, m, r.pace(), r.verified)
	r.outcome.verified = read
	switch {
	case err != nil:
		return err
	case len(wrong) > 0:
		return &MismatchError{ID: id, Blocks: wrong}
	}
	r.checked[id] = true
	return nil
}

// verifyAndRegister makes no image of a snapshot that is found to be another disk.
func (r *run) verifyAndRegister(ctx context.Context, s *snapshot) error {
	err := r.verifySnapshot(ctx, s.id, r.id.disk)
	if err == nil {
		return r.register(ctx, s)
	}
	if wrong := isWrong(err); wrong != "" {
		r.reject(ctx, s, wrong)
	}
	return err
}

// manifestOf is the disk's at hand, or that of another one of the same inputs where
// its index is kept.
func (r *run) manifestOf(ctx context.Context, of digest.Digest) (disk.Manifest, error) {
	if r.disk.Manifest.Digest() == of {
		return r.disk.Manifest, nil
	}
	m, _, err := r.lookUp(ctx, of)
	return m, err
}

// verifyImage refuses an image that is not as it was asked for, and compares its
// snapshot where this run did not.
func (r *run) verifyImage(ctx context.Context, i *image) error {
	if !r.Verify {
		return nil
	}
	if found := r.outcome.differences; len(found) > 0 {
		return &MismatchError{ID: i.id, Settings: found}
	}
	return r.verifySnapshot(ctx, i.rootSnapshot, digest.Digest(cmp.Or(i.tags[TagDisk], r.id.disk.String())))
}
