package ami

import (
	"context"
	"errors"
	"fmt"

	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/ami/internal/blocks"
	"github.com/amikit/amikit/ami/internal/index"
	"github.com/amikit/amikit/disk"
)

// writing is which blocks a snapshot needs. It depends on nothing but the content
// of disk and parent, so that each run sends the same ones: AWS counts them.
type writing struct {
	parent *parent       // nil where all of the disk's blocks are sent
	blocks disk.Manifest // of the disk's size, with blocks of zeroes where the parent has data
	why    string        // one line for people
}

func (w writing) bytes() int64 { return int64(len(w.blocks.Blocks)) * disk.BlockSize }

func (r *run) whole(why string) writing {
	return writing{blocks: r.disk.Manifest, why: fmt.Sprintf("all %d blocks of the disk are sent: %s", len(r.disk.Manifest.Blocks), why)}
}

// chooseBlocks says what a new snapshot sends: what differs from the parent where that
// can be known and is less than all.
func (r *run) chooseBlocks(ctx context.Context, p *parent) (writing, error) {
	if p == nil {
		return r.whole(r.why), nil
	}
	named := r.Parent == p.id
	differing, how, err := r.differing(ctx, p, named)
	switch {
	case ctx.Err() != nil:
		return writing{}, context.Cause(ctx)
	case err != nil:
		return r.whole(fmt.Sprintf("what differs from %s cannot be told: %v", p.id, err)), nil
	case !named && len(differing) > len(r.disk.Manifest.Blocks):
		return r.whole(fmt.Sprintf("%d blocks differ from %s", len(differing), p.id)), nil
	}
	return r.onParent(p, differing, how), nil
}

func (r *run) onParent(p *parent, differing []disk.Block, how string) writing {
	return writing{
		parent: p, blocks: disk.Manifest{Size: r.disk.Source.Size(), Blocks: differing},
		why: fmt.Sprintf("family %q: only %d blocks that differ from %s are sent, by %s; the disk has %d", r.family, len(differing), p.id, how, len(r.disk.Manifest.Blocks)),
	}
}

// differing returns the blocks that differ from the parent's, and how they were found.
func (r *run) differing(ctx context.Context, p *parent, always bool) ([]disk.Block, string, error) {
	m, place, err := r.lookUp(ctx, p.disk)
	if err == nil {
		return changes(r.disk.Manifest, m), "its index in " + place, nil
	}
	find := &blocks.Difference{Reader: r.Services.EBS, SnapshotID: p.id, Pace: r.pace(), Always: always, OnProgress: r.compared}
	found, readErr := find.Find(ctx, r.disk.Manifest)
	if readErr != nil {
		return nil, "", fmt.Errorf("%w, and %w", err, readErr)
	}
	return found, "reading it back, as " + err.Error(), nil
}

// changes are the blocks to send on a parent of another manifest.
func changes(m, of disk.Manifest) []disk.Block {
	var list []disk.Block
	for _, c := range m.Diff(of) {
		if c.New == nil {
			list = append(list, blocks.Zeroes(c.Index))
		} else {
			list = append(list, *c.New)
		}
	}
	return list
}

// resume says what a pending snapshot needs: the same as when it was started. It
// returns nil where that cannot be told any more.
func (r *run) resume(ctx context.Context, s *snapshot) (*writing, error) {
	switch {
	case r.planned != nil && r.planned.parent.is(s.parent):
		return r.planned, nil
	case s.parent == nil:
		w := r.whole("it has no parent")
		return &w, nil
	}
	differing, how, err := r.differing(ctx, s.parent, false)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		r.warn("snapshot", "%s is left and another one is started, as what differs from its parent %s cannot be told: %v", s.id, s.parent.id, err)
		return nil, nil
	}
	w := r.onParent(s.parent, differing, how)
	return &w, nil
}

// lookUp finds a manifest by its digest, and says where, or that it is nowhere.
func (r *run) lookUp(ctx context.Context, of digest.Digest) (disk.Manifest, string, error) {
	if of == "" {
		return disk.Manifest{}, "", errors.New("it does not say which disk it holds")
	}
	for _, store := range r.indexes() {
		m, err := store.Get(ctx, of)
		if err == nil {
			return m, store.String(), nil
		}
		if !errors.Is(err, index.ErrNone) && ctx.Err() == nil {
			r.warn("snapshot", "%s cannot be read for the index of disk %s: %v", store, of, err)
		}
	}
	return disk.Manifest{}, "", index.ErrNone
}

func (r *run) compared(done int64) {
	r.Reporter.Report(Event{Kind: Progress, Stage: "compare", Done: done * disk.BlockSize, Total: max(done, int64(len(r.disk.Manifest.Blocks))) * disk.BlockSize})
}
