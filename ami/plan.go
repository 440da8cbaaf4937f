package ami

import (
	"cmp"
	"context"
)

// Plan is what [Create] would do; docs/ami-plan.schema.json describes its JSON.
type Plan struct {
	// Name and Region are the image's.
	Name   string `json:"name"`
	Region string `json:"region"`
	// S3URI is where the disk would be; empty where the method needs no bucket.
	S3URI string `json:"s3URI,omitempty"`
	// ImageID is the image that is there already; empty where there is none.
	ImageID string `json:"imageID,omitempty"`
	// ImportMethod is how the disk would become a snapshot.
	ImportMethod Method `json:"importMethod"`
	// Exists is what AWS holds of it already, from the image to the parent.
	Exists []Holding `json:"exists"`
	// Makes are the kinds of what would be made, in their order.
	Makes []string `json:"makes"`
	// Image is the image as it was decided.
	Image PlannedImage `json:"image"`
	// Steps say in order what would be done; none where the image is there.
	Steps []string `json:"steps"`
	// Family is the image's, Parent the snapshot from which only differing blocks
	// would be sent; empty for none.
	Family string `json:"family"`
	Parent string `json:"parent,omitempty"`
	// SendBytes is how many bytes of the disk would travel, without holes, without what
	// AWS holds already; with the format [VMDK] at most.
	SendBytes int64 `json:"sendBytes"`
	// DataBytes is how many bytes of the disk hold data: what would be sent at
	// most, where something is.
	DataBytes int64 `json:"dataBytes"`
}

// PlannedImage is an image that would be made.
type PlannedImage struct {
	// Architecture and BootMode are as AWS writes them.
	Architecture string `json:"architecture"`
	BootMode     string `json:"bootMode"`
	// RootDevice is the name of the root volume.
	RootDevice string `json:"rootDevice"`
	// Attributes are its further settings.
	Attributes Attributes `json:"attributes"`
	// Reasons say why settings that were not given are what they are.
	Reasons []string `json:"reasons"`
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
		return nil, r.tellMore(ctx, seen, err)
	}
	if err := r.checkAhead(ctx, seen); err != nil {
		return nil, err
	}
	p := &Plan{Name: r.name, Family: r.family, Region: r.region, S3URI: r.uri(), ImportMethod: r.method, Makes: makes(steps), Image: r.plannedImage(), Steps: []string{}}
	if seen.image != nil && (r.matches(seen.image) || r.onConflict == Reuse) {
		p.ImageID = seen.image.id
	}
	if p.Exists, err = r.survey(ctx, seen); err != nil {
		return nil, err
	}
	for _, s := range steps {
		if err := r.planSend(ctx, p, &s); err != nil {
			return nil, err
		}
		p.Steps = append(p.Steps, r.describe(s))
	}
	return p, nil
}

// plannedImage describes the wanted image as AWS would have it.
func (t target) plannedImage() PlannedImage {
	i := image{attributes: t.attributes}
	i.tags = t.imageTags()
	i.root.Device, i.root.Size = t.rootDevice, cmp.Or(t.root.Size, t.leastVolume())
	i.root.Encrypted = t.storage.encrypted
	p := PlannedImage{Architecture: string(t.architecture), BootMode: string(t.bootMode), RootDevice: t.rootDevice, Attributes: i.describe(), Reasons: []string{}}
	for _, note := range t.notes {
		p.Reasons = append(p.Reasons, note.Message)
	}
	return p
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
