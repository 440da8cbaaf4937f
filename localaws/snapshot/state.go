package snapshot

import "time"

// Status is a snapshot's state as EC2 names it.
type Status string

// The states that a snapshot can be in.
const (
	Pending   Status = "pending"
	Completed Status = "completed"
	Failed    Status = "error"
)

// State is what a snapshot shows at one moment.
type State struct {
	Status Status
	// Progress is a percentage with its sign.
	Progress string
	// Message says why it failed.
	Message string
}

// State is a function of the time: written is when the last block came.
func (r Record) State(now, written time.Time) State {
	switch {
	case r.Ready.IsZero() && r.timedOut(now, written):
		return State{Failed, "0%", "Snapshot was not completed within its timeout"}
	case r.Ready.IsZero():
		return State{Status: Pending, Progress: "0%"}
	case now.Before(r.Ready) && (r.WrongCount || r.Failure != "" && !r.Direct):
		return State{Status: Pending, Progress: "0%"}
	case now.Before(r.Ready):
		return State{Status: Pending, Progress: "99%"}
	case r.Failure != "":
		return State{Failed, "0%", r.Failure}
	}
	return State{Status: Completed, Progress: "100%"}
}

func (r Record) timedOut(now, written time.Time) bool {
	last := r.Started
	if written.After(last) {
		last = written
	}
	return r.Timeout > 0 && now.After(last.Add(r.Timeout))
}
