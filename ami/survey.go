package ami

import (
	"context"

	"github.com/amikit/amikit/ami/awserr"
)

// Kinds of [Holding].
const (
	KindImage    = "image"
	KindSnapshot = "snapshot"
	KindImport   = "import"
	KindObject   = "object"
	KindUpload   = "upload"
	KindParent   = "parent"
)

// Holding is something of an image that AWS holds before it is made.
type Holding struct {
	// Kind is [KindImage], [KindSnapshot], [KindImport], [KindObject], [KindUpload]
	// or [KindParent].
	Kind string `json:"kind"`
	// ID is AWS's, or an object's S3 URI.
	ID string `json:"id"`
	// State is AWS's word; empty where it has none.
	State string `json:"state,omitempty"`
	// Parts is how many parts of an upload are there.
	Parts int `json:"parts,omitempty"`
	// Bytes are an object's, those of an upload's parts, or those that are known to
	// have been sent to a snapshot that is pending.
	Bytes int64 `json:"bytes,omitempty"`
	// Differences say in what it is not as it is wanted; none where it is.
	Differences []string `json:"differences,omitempty"`
}

// survey lists what AWS holds, also what lies before the stage that decides. What
// only the list needs and may not be looked at is passed over.
func (r *run) survey(ctx context.Context, seen found) ([]Holding, error) {
	list := []Holding{}
	if i := seen.image; i != nil {
		list = append(list, Holding{Kind: KindImage, ID: i.id, State: i.state, Differences: r.heldDifferences(i)})
	}
	if err := r.lookFurther(ctx, &seen); err != nil {
		return nil, err
	}
	if s := seen.snapshot; s != nil {
		list = append(list, Holding{Kind: KindSnapshot, ID: s.id, State: s.state})
	}
	if t := seen.task; t != nil {
		list = append(list, Holding{Kind: KindImport, ID: t.id, State: t.status})
	}
	if o := seen.object; o != nil {
		list = append(list, Holding{Kind: KindObject, ID: r.uri(), Bytes: o.size, Differences: r.heldObjectDifferences(o)})
	}
	return list, nil
}

func (r *run) heldDifferences(i *image) []string {
	if r.matches(i) {
		return r.differences(i.attributes)
	}
	return r.allDifferences(i)
}

func (r *run) heldObjectDifferences(o *object) []string {
	if r.holds(o) {
		return nil
	}
	return r.objectDifferences(o)
}

// lookFurther fills in the stages that no look needed.
func (r *run) lookFurther(ctx context.Context, f *found) (err error) {
	looks := []func() error{
		func() (err error) {
			if i := f.image; f.snapshot == nil && i != nil && i.rootSnapshot != "" && (r.matches(i) || r.onConflict == Reuse) {
				f.snapshot, err = r.snapshotByID(ctx, f.image.rootSnapshot)
			}
			return err
		},
		func() (err error) {
			if f.task == nil && r.method == ByS3 {
				f.task, err = r.findTask(ctx)
			}
			return err
		},
		func() (err error) {
			if f.object == nil && r.method == ByS3 {
				f.object, err = r.findObject(ctx)
			}
			return err
		},
	}
	for _, look := range looks {
		switch err := look(); {
		case awserr.NotChecked(err):
			r.info("check", "not looked at: %v", awserr.Explain(err))
		case err != nil:
			return err
		}
	}
	return nil
}
