// Package imports turns disks that lie in S3 into snapshots, as VM
// Import/Export does.
package imports

import (
	"errors"
	"strconv"
	"time"

	"github.com/amikit/amikit/localaws/store"
)

// Task is an import as it is kept.
type Task struct {
	ID, Region, Owner string
	Description       string
	// Format is in capitals; empty means that it is found by looking.
	Format            string
	Bucket, ObjectKey string
	// Role is the one that reads the object.
	Role      string
	Encrypted bool
	KMSKeyID  string
	// Token is the client token, and Request tells a repeat from another
	// request under the same token.
	Token, Request string `json:",omitempty"`

	Started time.Time
	// Size is the object's, in bytes, once it is known.
	Size int64 `json:",omitempty"`
	// Fated is a failure that was asked for in advance.
	Fated string `json:",omitempty"`
	// SnapshotID is chosen in advance and shown when the task is completed.
	SnapshotID string

	// Ended is when the work was over; zero while it goes on.
	Ended time.Time `json:",omitzero"`
	// Failure is why there is no snapshot.
	Failure string `json:",omitempty"`
	// Cancelled is true when the caller wanted no snapshot any more.
	Cancelled bool `json:",omitempty"`
}

// Table holds the tasks under region/account/id.
const Table = store.Table[Task]("imports")

// Key is where the task is kept.
func (t Task) Key() string { return store.Key(t.Region, t.Owner, t.ID) }

// ErrOtherRequest means that a client token was used for another request.
var ErrOtherRequest = errors.New("the client token was used for another request")

// Earlier finds the task that the same client token has begun before.
func (t Task) Earlier(all []Task) (earlier Task, found bool, err error) {
	for _, earlier := range all {
		if t.Token == "" || earlier.Token != t.Token || earlier.Owner != t.Owner {
			continue
		}
		if earlier.Request != t.Request {
			err = ErrOtherRequest
		}
		return earlier, true, err
	}
	return Task{}, false, nil
}

// State is what a task shows at one moment.
type State struct {
	// Status is active, completed, deleting or deleted.
	Status string
	// Progress is a percentage without its sign; empty when there is none.
	Progress string
	// Message is free text.
	Message string
}

// deletingFor is the part of an import's time that a failed one is seen
// cleaning up.
const deletingFor = 8

// State is a function of the time and of how long an import takes.
func (t Task) State(now time.Time, takes time.Duration) State {
	gone := t.Cancelled || t.Failure != ""
	switch {
	case gone && now.Before(t.Ended.Add(takes/deletingFor)):
		return State{"deleting", "", t.Failure}
	case gone:
		return State{"deleted", "", t.Failure}
	case !t.Ended.IsZero():
		return State{Status: "completed"}
	}
	return t.active(now, takes)
}

// active walks through the messages that AWS shows on the way.
func (t Task) active(now time.Time, takes time.Duration) State {
	percent := 100
	if takes > 0 {
		percent = int(now.Sub(t.Started) * 100 / takes)
	}
	percent = max(0, min(percent, 95))
	steps := []struct {
		until   int
		message string
	}{
		{3, "pending"}, {20, "validating"}, {30, "validated"}, {60, "downloading/converting"}, {85, "converting"},
	}
	for _, step := range steps {
		if percent < step.until {
			return State{"active", strconv.Itoa(max(percent, 3)), step.message}
		}
	}
	return State{"active", strconv.Itoa(percent), "updating"}
}
