package ami

import (
	"context"

	"github.com/amikit/amikit/ami/internal/blocks"
)

// planSend says what a step would send.
func (r *run) planSend(ctx context.Context, p *Plan, s *step) (err error) {
	switch s.action {
	case actUpload, actStart, actWrite:
		if p.DataBytes, err = dataBytes(ctx, r.disk.Source); err != nil {
			return err
		}
	}
	switch s.action {
	case actUpload:
		return r.planUpload(ctx, p)
	case actStart:
		err = r.planStart(ctx, s)
	case actWrite:
		return r.planWrite(ctx, p, s)
	}
	return err
}

func (r *run) planUpload(ctx context.Context, p *Plan) error {
	f, err := r.forecast(ctx)
	p.SendBytes = f.Send
	if f.Open != "" {
		p.Exists = append(p.Exists, Holding{Kind: KindUpload, ID: f.Open, State: "open", Parts: f.Parts, Bytes: f.There})
	}
	return err
}

// planWrite tells the blocks that a snapshot needs, and those that a journal says
// are in it.
func (r *run) planWrite(ctx context.Context, p *Plan, s *step) (err error) {
	if r.planned == nil {
		r.planned, err = r.resume(ctx, s.snapshot)
	}
	if err != nil || r.planned == nil {
		return err
	}
	p.SendBytes, p.Parent = r.planned.bytes(), r.planned.parent.name()
	if p.Parent != "" {
		p.Exists = append(p.Exists, Holding{Kind: KindParent, ID: p.Parent, State: "completed"})
	}
	for i, h := range p.Exists {
		if h.Kind == KindSnapshot {
			p.Exists[i].Bytes = blocks.Sent(r.journalName(h.ID), h.ID, r.planned.blocks)
			p.SendBytes -= p.Exists[i].Bytes
		}
	}
	return nil
}

func (r *run) planStart(ctx context.Context, s *step) error {
	w, err := r.chooseBlocks(ctx, s.parent)
	if err != nil {
		return err
	}
	r.planned, s.parent = &w, w.parent
	r.info("snapshot", "%s", w.why)
	return nil
}

func dataBytes(ctx context.Context, src Source) (int64, error) {
	extents, err := src.Extents(ctx)
	total := int64(0)
	for _, e := range extents {
		total += e.Length
	}
	return total, err
}
