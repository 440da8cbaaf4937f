package ami

import (
	"fmt"
	"time"
)

// run is one call of Create. What it remembers only saves it from looks that AWS
// answers late; a run that knows nothing converges as well.
type run struct {
	target
	Options
	account     string
	parentless  bool              // AWS takes no parent for the new snapshot
	refused     map[string]string // why AWS did not take which snapshots as the parent
	why         string            // why there is no parent
	planned     *writing          // what the snapshot that this run started needs
	abandoned   map[string]bool   // pending snapshots that cannot be gone on with
	checked     map[string]bool   // snapshots whose blocks were compared with the disk
	snapshotID  string            // given by AWS in this run, maybe not listed yet
	imageID     string            // given by AWS in this run, maybe not listed yet
	tagged      map[string]bool   // snapshots whose tags may not be listed yet
	deadTasks   map[string]bool   // imports that failed before this run's, or whose snapshot is gone
	started     time.Time
	uploads     int
	own         Disk   // the one that was given
	wrongObject bool   // AWS made another disk of the object, which is to be overwritten
	proven      string // ETag of an object that shows no CRC64NVME, and was compared with the disk
	asked       bool   // whether what stands behind the long steps is allowed
	doing       string // the step that is under way
	made        []made
	outcome     outcome
}

func newRun(t target, o Options) *run {
	return &run{target: t, own: t.disk, Options: o, tagged: map[string]bool{}, abandoned: map[string]bool{}, checked: map[string]bool{}, deadTasks: map[string]bool{}, refused: map[string]string{}, started: time.Now()}
}

func (r *run) info(stage, format string, args ...any) {
	r.Reporter.Report(Event{Kind: Info, Stage: stage, Message: fmt.Sprintf(format, args...)})
}

func (r *run) warn(stage, format string, args ...any) {
	r.Reporter.Report(Event{Kind: Warning, Stage: stage, Message: fmt.Sprintf(format, args...)})
}
