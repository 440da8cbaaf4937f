package ami

import (
	"cmp"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// action is what a step does.
type action int

// The actions, from the last stage to the first.
const (
	actDone          action = iota // the image is there and available
	actFail                        // nothing can be done; step.err says why
	actAwaitImage                  // the image is pending
	actRename                      // another image has the name, and this one gets its own
	actDeregister                  // another image has the name and may go
	actRegister                    // the snapshot is complete
	actTagSnapshot                 // the snapshot does not say yet what it is
	actAwaitSnapshot               // the snapshot is pending
	actAwaitImport                 // the import is running
	actImport                      // the object is the disk
	actAdopt                       // the object is a disk of the same inputs
	actRekey                       // another disk has the key, and this one gets its own
	actUpload                      // the disk is not in AWS yet, or only in part
	actStart                       // there is no snapshot to write blocks to
	actWrite                       // the snapshot may lack blocks
)

// step is what to do next, and what it does it to.
type step struct {
	action   action
	image    *image
	snapshot *snapshot
	task     *task
	object   *object
	parent   *parent
	err      error
}

// next decides what to do from what was found. It is pure; the first stage that
// is there decides, from the last to the first.
func next(f found, t target) step {
	if f.image != nil {
		if t.matches(f.image) {
			return nextImage(f.image)
		}
		if t.onConflict != Replace {
			return t.nextOfTaken(f.image)
		}
	}
	if f.snapshot != nil {
		return nextSnapshot(f, t)
	}
	return nextImport(f, t)
}

func fail(err error) step { return step{action: actFail, err: err} }

func nextImage(i *image) step {
	switch types.ImageState(i.state) {
	case types.ImageStateAvailable:
		return step{action: actDone, image: i}
	case types.ImageStatePending:
		return step{action: actAwaitImage, image: i}
	}
	return fail(&ImageError{ImageID: i.id, State: i.state, Reason: i.reason})
}

// nextSnapshot registers as soon as possible; an image that must go is
// deregistered as late as possible.
func nextSnapshot(f found, t target) step {
	s := f.snapshot
	switch types.SnapshotState(s.state) {
	case types.SnapshotStatePending:
		if t.method == ByEBS {
			return step{action: actWrite, snapshot: s}
		}
		return step{action: actAwaitSnapshot, snapshot: s}
	case types.SnapshotStateCompleted:
	default:
		return fail(&ImportError{TaskID: s.id, Status: s.state, Message: s.message})
	}
	switch {
	case !s.tagged:
		return step{action: actTagSnapshot, snapshot: s, task: f.task}
	case f.image != nil:
		return step{action: actDeregister, image: f.image}
	}
	return step{action: actRegister, snapshot: s}
}

func nextImport(f found, t target) step {
	switch {
	case t.method == ByEBS:
		return step{action: actStart, parent: f.parent}
	case f.task != nil:
		return step{action: actAwaitImport, task: f.task}
	case f.object == nil:
		return step{action: actUpload}
	case t.holds(f.object):
		return step{action: actImport, object: f.object}
	case t.sameInputs(f.object):
		return step{action: actAdopt, object: f.object}
	}
	return t.nextOfTakenKey(f.object)
}

// matches reports whether the image is the wanted one: by the digest of all that
// it is, or as the image that the same inputs gave earlier with the same settings.
func (t target) matches(i *image) bool {
	return i.tags[TagImage] == t.id.image.String() || t.fromSameInputs(i)
}

func (t target) objectConflict(o *object) error {
	holder := fmt.Sprintf("an object of %d bytes", o.size)
	if claimed := o.metadata[metaDisk]; claimed != "" {
		holder += ", disk " + claimed
	}
	return &ConflictError{Kind: "object", Name: t.uri(), Holder: holder, Differences: t.objectDifferences(o)}
}

// objectDifferences are by what proves the content, then by the labels.
func (t target) objectDifferences(o *object) (differences []string) {
	size, crc := t.disk.Source.Size(), t.disk.CRC64NVME.String()
	add := func(format string, args ...any) { differences = append(differences, fmt.Sprintf(format, args...)) }
	raw := cmp.Or(o.metadata[metaFormat], string(Raw)) == string(Raw) && t.format == Raw
	if raw && o.size != size {
		add("this disk has %d bytes", size)
	}
	switch {
	case !raw:
	case o.crc == "":
		add("it has no CRC64NVME of the whole object that could prove that it is this disk")
	case o.crc != crc:
		add("its CRC64NVME is %s, this disk's %s", o.crc, crc)
	}
	for _, key := range []string{metaDisk, metaInputs, metaSize, metaFormat} {
		if has, want := o.metadata[key], t.metadata()[key]; has != want {
			add("its label %s is %s instead of %s", key, orText(has, "not set"), orText(want, "not set"))
		}
	}
	return differences
}
