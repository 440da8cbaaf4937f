// Package timing is the time of a local AWS: a clock that tests can set
// forward, and how long each kind of work takes.
package timing

import "time"

// Durations says how long the work of the services takes.
type Durations struct {
	// Import is the time of a snapshot import.
	Import time.Duration
	// Image is the time a registered or copied image stays pending.
	Image time.Duration
	// Snapshot is the time from CompleteSnapshot, or from CopySnapshot, to
	// the state completed.
	Snapshot time.Duration
	// Readable is the time from completed to the first ListSnapshotBlocks
	// that finds the snapshot; on AWS about 50 s.
	Readable time.Duration
	// WrongCount is the time until a snapshot that was completed with a wrong
	// count of blocks turns to error; on AWS about 11 minutes.
	WrongCount time.Duration
	// NameHeld is how long the name of a deregistered image stays taken.
	NameHeld time.Duration
}

// Defaults are short times, with every state on the way still visible to a
// client that polls fast.
func Defaults() Durations {
	return Durations{
		Import:     2 * time.Second,
		Image:      time.Second,
		Snapshot:   time.Second,
		WrongCount: 11 * time.Minute,
	}
}
