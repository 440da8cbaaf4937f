package ami

import (
	"slices"
	"time"
)

// What a run can find instead of making it.
const (
	reusedImage    = "image"
	reusedSnapshot = "snapshot"
	reusedObject   = "object"
	reusedParts    = "parts"
	reusedBlocks   = "blocks"
	reusedInputs   = "inputs"
)

// outcome is what a run did so far.
type outcome struct {
	uploadTime, importTime, registerTime time.Duration
	didUpload, didImport, didRegister    bool
	reused                               []string
	sent, verified                       int64
	taskID, parent, object               string
	deleted                              bool // the object
	differences                          []string
}

func (o *outcome) reuse(what string) {
	if !slices.Contains(o.reused, what) {
		o.reused = append(o.reused, what)
	}
}

func (o *outcome) uploaded(start time.Time) { o.uploadTime, o.didUpload = time.Since(start), true }

func (o *outcome) imported(start time.Time) { o.importTime, o.didImport = time.Since(start), true }

func (o *outcome) registered(start time.Time) {
	o.registerTime, o.didRegister = time.Since(start), true
}

// settle notes which stage this run found done.
func (r *run) settle(i *image) *image {
	o := &r.outcome
	switch {
	case !r.matches(i):
		o.reuse(reusedImage)
	case i.tags[TagImage] != r.id.image.String():
		o.reuse(reusedInputs)
		r.info("image", "image %s was built from the same inputs with the same settings (%s); it is used in the place of this disk", i.id, i.tags[TagInputs])
	case !o.didRegister:
		o.reuse(reusedImage)
	case !o.didImport:
		o.reuse(reusedSnapshot)
	case !o.didUpload:
		o.reuse(reusedObject)
	}
	return i
}
