// Package snapshot keeps the EBS snapshots of all regions: those made through
// the EBS direct APIs, the imported and the copied.
package snapshot

import (
	"time"

	"github.com/amikit/amikit/localaws/blocks"
	"github.com/amikit/amikit/localaws/store"
)

// Record is a snapshot as it is kept.
type Record struct {
	ID, Region, Owner string
	Description       string
	// SizeGiB is the size of the volume.
	SizeGiB   int
	Encrypted bool
	KMSKeyID  string
	Started   time.Time

	// Parent is the snapshot that this one continues.
	Parent string `json:",omitempty"`
	// Lineage is shared by the snapshots of one volume.
	Lineage string
	// Layers are the names of the data's layers, the oldest first.
	Layers []string
	// FullBlocks is how many blocks a ready snapshot has, those of its parents
	// included.
	FullBlocks int

	// Timeout is how long a snapshot may stay without a new block before it
	// fails; zero is for ever.
	Timeout time.Duration `json:",omitempty"`
	// Direct marks a snapshot of the EBS direct APIs.
	Direct bool `json:",omitempty"`
	// Ready is when the snapshot stops being pending; zero while its blocks
	// are still awaited.
	Ready time.Time `json:",omitzero"`
	// Failure is what it fails with then; empty is success.
	Failure string `json:",omitempty"`
	// WrongCount marks a snapshot that was completed with a wrong count.
	WrongCount bool `json:",omitempty"`

	// Token is the client token, and Request tells a repeat from another
	// request under the same token.
	Token, Request string `json:",omitempty"`

	// Shared are the accounts that may use the snapshot, Public is everybody.
	Shared []string `json:",omitempty"`
	Public bool     `json:",omitempty"`
}

// Table holds the snapshots under region/id.
const Table = store.Table[Record]("snapshots")

// Key is where the record is kept.
func (r Record) Key() string { return store.Key(r.Region, r.ID) }

// VisibleTo is true for the owner and for those with whom it is shared.
func (r Record) VisibleTo(account string) bool {
	if r.Owner == account || r.Public {
		return true
	}
	for _, shared := range r.Shared {
		if shared == account {
			return true
		}
	}
	return false
}

// Blocks is how many blocks the volume has.
func (r Record) Blocks() int64 { return int64(r.SizeGiB) << 30 / blocks.Size }
