package ami

import (
	"context"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/internal/index"
	"github.com/amikit/amikit/ami/internal/upload"
)

// Leftover is something that a run made and that nothing uses.
type Leftover struct {
	// Kind is "upload", "snapshot", "zeroes" or "index".
	Kind string `json:"kind"`
	// ID is the snapshot's ID, or the S3 URI of the object that the upload was for.
	ID string `json:"id"`
	// Disk is the digest of the disk that it is of; empty for zeroes.
	Disk string `json:"disk"`
	// State says why it counts as left: "open", or the snapshot's state.
	State string `json:"state"`
	// Created is when it was made, or written to last.
	Created time.Time `json:"created"`

	remove func(context.Context) error
}

// Remove removes it. What is gone already is no error.
func (l Leftover) Remove(ctx context.Context) error { return l.remove(ctx) }

// Leftovers finds what runs that were killed left in the region and, where
// Bucket is set, in the bucket under Key: open uploads that a marker leads to, objects of
// zeroes, indexes of disks of which the region has no snapshot any more, and snapshots
// with the tags of this package that no image of the account uses.
// Nothing else is ever listed, and nothing younger than age, which a run may be
// working on. Looking changes nothing.
func Leftovers(ctx context.Context, o Options, age time.Duration) ([]Leftover, error) {
	r := newRun(target{region: o.Region}, o.withDefaults(""))
	before := time.Now().Add(-age)
	listed, err := r.taggedSnapshots(ctx)
	if err != nil {
		return nil, err
	}
	found, err := r.unusedSnapshots(ctx, listed, before)
	if err != nil || o.Bucket == "" {
		return found, err
	}
	uploads, err := openUploads(ctx, o, before)
	if err != nil {
		return nil, err
	}
	zeroes, err := unusedZeroes(ctx, o, before)
	if err != nil {
		return nil, err
	}
	indexes, err := unusedIndexes(ctx, o, listed, before)
	return slices.Concat(found, uploads, zeroes, indexes), err
}

// openUploads are those that a marker leads to.
func openUploads(ctx context.Context, o Options, before time.Time) (found []Leftover, err error) {
	listed, err := upload.FindAbandoned(ctx, o.Services.S3, o.Bucket, o.Key)
	for _, a := range listed {
		if a.Written.After(before) {
			continue
		}
		found = append(found, Leftover{
			Kind: "upload", ID: "s3://" + o.Bucket + "/" + a.Key, Disk: a.Content, State: "open", Created: a.Written,
			remove: func(ctx context.Context) error { return a.Remove(ctx, o.Services.S3) },
		})
	}
	return found, err
}

// unusedIndexes are those of disks of which there is no snapshot, which no later run
// can have as its parent.
func unusedIndexes(ctx context.Context, o Options, snapshots []types.Snapshot, before time.Time) (found []Leftover, err error) {
	disks := map[string]bool{}
	for _, s := range snapshots {
		disks[fromTags(s.Tags)[TagDisk]] = true
	}
	listed, err := index.Find(ctx, o.Services.S3, o.Bucket, o.Key)
	for _, k := range listed {
		if disks[k.Of.String()] || k.Written.After(before) {
			continue
		}
		found = append(found, Leftover{
			Kind: "index", ID: "s3://" + o.Bucket + "/" + k.Key, Disk: k.Of.String(), State: "kept", Created: k.Written,
			remove: func(ctx context.Context) error { return k.Remove(ctx, o.Services.S3, o.Bucket) },
		})
	}
	return found, err
}

func unusedZeroes(ctx context.Context, o Options, before time.Time) (found []Leftover, err error) {
	listed, err := upload.FindZeroes(ctx, o.Services.S3, o.Bucket, o.Key)
	for _, z := range listed {
		if z.Made.After(before) {
			continue
		}
		found = append(found, Leftover{
			Kind: "zeroes", ID: "s3://" + o.Bucket + "/" + z.Key, State: "kept", Created: z.Made,
			remove: func(ctx context.Context) error { return z.Remove(ctx, o.Services.S3, o.Bucket) },
		})
	}
	return found, err
}
