package ami

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/awserr"
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
	abandoned, err := upload.FindAbandoned(ctx, o.Services.S3, o.Bucket, o.Key)
	if err != nil {
		return nil, err
	}
	for _, a := range abandoned {
		if a.Written.After(before) {
			continue
		}
		found = append(found, Leftover{
			Kind: "upload", ID: "s3://" + o.Bucket + "/" + a.Key, Disk: a.Content, State: "open", Created: a.Written,
			remove: func(ctx context.Context) error { return a.Remove(ctx, o.Services.S3) },
		})
	}
	zeroes, err := unusedZeroes(ctx, o, before)
	if err != nil {
		return nil, err
	}
	indexes, err := unusedIndexes(ctx, o, listed, before)
	return append(append(found, zeroes...), indexes...), err
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

func (r *run) taggedSnapshots(ctx context.Context) ([]types.Snapshot, error) {
	listed, err := r.describeSnapshots(ctx, &ec2.DescribeSnapshotsInput{
		OwnerIds: []string{"self"},
		Filters:  []types.Filter{{Name: aws.String("tag-key"), Values: []string{TagSnapshot, TagRejected}}},
	})
	if err != nil {
		return nil, fmt.Errorf("look for snapshots in %s: %w", r.region, err)
	}
	return listed, nil
}

func (r *run) unusedSnapshots(ctx context.Context, listed []types.Snapshot, before time.Time) ([]Leftover, error) {
	used, err := r.usedSnapshots(ctx)
	if err != nil {
		return nil, err
	}
	var found []Leftover
	for _, s := range listed {
		id := aws.ToString(s.SnapshotId)
		if used[id] || aws.ToTime(s.StartTime).After(before) {
			continue
		}
		found = append(found, Leftover{
			Kind: "snapshot", ID: id, Disk: fromTags(s.Tags)[TagDisk], State: string(s.State), Created: aws.ToTime(s.StartTime),
			remove: func(ctx context.Context) error { return r.deleteSnapshot(ctx, id) },
		})
	}
	return found, nil
}

// usedSnapshots are those of all volumes of the account's images.
func (r *run) usedSnapshots(ctx context.Context) (map[string]bool, error) {
	used := map[string]bool{}
	pages := ec2.NewDescribeImagesPaginator(r.Services.EC2, &ec2.DescribeImagesInput{Owners: []string{"self"}, IncludeDisabled: aws.Bool(true), MaxResults: aws.Int32(1000)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("look for images in %s: %w", r.region, awserr.Explain(err))
		}
		for _, i := range page.Images {
			for _, m := range i.BlockDeviceMappings {
				if m.Ebs != nil {
					used[aws.ToString(m.Ebs.SnapshotId)] = true
				}
			}
		}
	}
	return used, nil
}

// deleteSnapshot relies on EC2, which refuses it for a snapshot that came into use.
func (r *run) deleteSnapshot(ctx context.Context, id string) error {
	_, err := r.Services.EC2.DeleteSnapshot(ctx, &ec2.DeleteSnapshotInput{SnapshotId: aws.String(id)})
	if err != nil && !awserr.Is(err, notThereCodes...) {
		return fmt.Errorf("delete snapshot %s: %w", id, awserr.Explain(err))
	}
	return nil
}
