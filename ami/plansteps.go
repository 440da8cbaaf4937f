package ami

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

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

// makes names what the steps would make, in their order.
func makes(steps []step) []string {
	made := []string{}
	for _, s := range steps {
		switch s.action {
		case actUpload:
			made = append(made, KindObject)
		case actImport:
			made = append(made, KindImport, KindSnapshot)
		case actStart:
			made = append(made, KindSnapshot)
		case actRegister:
			made = append(made, KindImage)
		}
	}
	return made
}
