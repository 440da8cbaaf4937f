package ami

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// Plan is what [Create] would do.
type Plan struct {
	// Name and Region are the image's.
	Name   string `json:"name"`
	Region string `json:"region"`
	// S3URI is where the disk would be; empty where the method needs no bucket.
	S3URI string `json:"s3URI,omitempty"`
	// ImageID is the image that is there already; empty where there is none.
	ImageID string `json:"imageID,omitempty"`
	// Steps say in order what would be done; none where the image is there.
	Steps []string `json:"steps"`
	// Family is the image's, Parent the snapshot from which only differing blocks
	// would be sent; empty for none.
	Family string `json:"family"`
	Parent string `json:"parent,omitempty"`
	// SendBytes is how many bytes would be sent; with the method [ByS3] at most.
	SendBytes int64 `json:"sendBytes"`
	// DataBytes is how many bytes of the disk hold data: what would be sent at
	// most, where something is.
	DataBytes int64 `json:"dataBytes"`
}

// Preview makes every check of [Create] and changes nothing. Its errors are those
// that Create would end with before its first change.
func Preview(ctx context.Context, d Disk, o Options) (*Plan, error) {
	r, err := prepare(ctx, d, o)
	if err != nil {
		return nil, err
	}
	seen, err := r.lookForPlan(ctx)
	if err != nil {
		return nil, err
	}
	steps, err := planSteps(seen, r.target)
	if err != nil {
		return nil, err
	}
	p := &Plan{Name: r.name, Family: r.family, Region: r.region, S3URI: r.uri(), Steps: []string{}}
	if seen.image != nil && (r.matches(seen.image) || r.onConflict == Reuse) {
		p.ImageID = seen.image.id
	}
	for _, s := range steps {
		if err := r.planSend(ctx, p, &s); err != nil {
			return nil, err
		}
		p.Steps = append(p.Steps, r.describe(s))
	}
	return p, nil
}

// planSend says what a step would send, and checks what stands behind it.
func (r *run) planSend(ctx context.Context, p *Plan, s *step) (err error) {
	switch s.action {
	case actUpload, actStart:
		if p.DataBytes, err = dataBytes(ctx, r.disk.Source); err == nil {
			err = r.checkActions(ctx)
		}
		p.SendBytes = p.DataBytes
	}
	switch {
	case err != nil:
		return err
	case s.action == actStart:
		err = r.planStart(ctx, s)
	case s.action == actWrite && r.planned == nil:
		r.planned, err = r.resume(ctx, s.snapshot)
	}
	if r.planned != nil {
		p.SendBytes, p.Parent = r.planned.bytes(), r.planned.parent.name()
	}
	return err
}

func (r *run) planStart(ctx context.Context, s *step) error {
	w, err := r.decide(ctx, s.parent)
	if err != nil {
		return err
	}
	r.planned, s.parent = &w, w.parent
	r.info("snapshot", "%s", w.why)
	return nil
}

// lookForPlan looks until the names are settled; that changes nothing in AWS.
func (r *run) lookForPlan(ctx context.Context) (found, error) {
	for {
		seen, err := r.look(ctx)
		s := next(seen, r.target)
		if err != nil || s.action != actRename && s.action != actRekey {
			return seen, err
		}
		if err := r.take(ctx, s); err != nil {
			return seen, err
		}
	}
}

// planSteps goes through the state machine as if each step had its effect.
func planSteps(f found, t target) ([]step, error) {
	var steps []step
	for {
		s := next(f, t)
		switch s.action {
		case actDone:
			return steps, nil
		case actFail:
			return nil, s.err
		}
		steps = append(steps, s)
		f, t = s.effect(f, t)
	}
}

// effect is what would be found behind the step.
func (s step) effect(f found, t target) (found, target) {
	complete := &snapshot{id: "the snapshot", state: string(types.SnapshotStateCompleted)}
	switch s.action {
	case actAwaitImage, actRegister:
		f.image = &image{state: string(types.ImageStateAvailable), attributes: attributes{tags: t.imageTags()}}
	case actDeregister:
		f.image = nil
	case actRename:
		f.image, t = nil, t.renamed()
	case actRekey:
		f.object, t = nil, t.rekeyed()
	case actTagSnapshot:
		complete.id, complete.tagged = s.snapshot.id, true
		f.snapshot = complete
	case actAwaitSnapshot, actWrite:
		complete.tagged = true
		f.snapshot = complete
	case actStart:
		f.snapshot = &snapshot{id: "the snapshot", state: string(types.SnapshotStatePending), tagged: true, parent: s.parent}
	case actAwaitImport, actImport:
		f.snapshot = complete
	case actAdopt:
		t = t.withDisk(t.adopt(s.object))
	case actUpload:
		f.object = &object{size: t.disk.Source.Size(), crc: t.disk.CRC64NVME.String(), metadata: t.metadata()}
	}
	return f, t
}

// describe says what the step does, for people.
func (t target) describe(s step) string {
	switch s.action {
	case actAwaitImage:
		return "wait until " + s.image.id + " is available"
	case actRename:
		return fmt.Sprintf("use the name %q", t.renamed().name)
	case actRekey:
		return "use the object " + t.rekeyed().uri()
	case actDeregister:
		return fmt.Sprintf("deregister %s, which has the name %q", s.image.id, t.name)
	case actRegister:
		return fmt.Sprintf("register %q from %s", t.name, s.snapshot.id)
	case actTagSnapshot:
		return "tag " + s.snapshot.id
	case actAwaitSnapshot:
		return "wait until " + s.snapshot.id + " is completed"
	case actAwaitImport:
		return "wait for import " + s.task.id
	case actImport:
		return "import " + t.uri()
	case actAdopt:
		return "use " + t.uri() + ", a disk of the same inputs"
	case actUpload:
		return "upload " + t.disk.File + " to " + t.uri()
	case actStart:
		return "start a snapshot" + s.parent.text()
	}
	return "write the disk's blocks to " + s.snapshot.id
}

func dataBytes(ctx context.Context, src Source) (int64, error) {
	extents, err := src.Extents(ctx)
	total := int64(0)
	for _, e := range extents {
		total += e.Length
	}
	return total, err
}
