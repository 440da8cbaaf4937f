package ami

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/ami/awserr"
)

// parent is a completed snapshot whose blocks a new one need not send again.
type parent struct {
	id string
	// disk is the digest of its content by its tag; empty where it has none.
	disk digest.Digest
}

// parentOf is what a snapshot was started on, by its tags.
func parentOf(tags map[string]string) *parent {
	if tags[TagParent] == "" {
		return nil
	}
	return &parent{id: tags[TagParent], disk: digest.Digest(tags[TagParentDisk])}
}

// is reports whether both are the same one, or none.
func (p *parent) is(other *parent) bool {
	return p == nil && other == nil || p != nil && other != nil && p.id == other.id
}

// name is the ID; empty for none.
func (p *parent) name() string {
	if p == nil {
		return ""
	}
	return p.id
}

func (p *parent) text() string {
	if p == nil {
		return ""
	}
	return " on " + p.id
}

// findParent returns the snapshot that a new one can be started on, or nil, and
// keeps why. A parent that was named and cannot be one is an [*InvalidError].
func (r *run) findParent(ctx context.Context) (*parent, error) {
	switch {
	case r.parentless:
		return nil, nil
	case r.Parent == ParentNone:
		r.why = "PARENT is none"
		return nil, nil
	case r.Parent != ParentAuto:
		return r.namedParent(ctx)
	}
	listed, err := r.describeSnapshots(ctx, &ec2.DescribeSnapshotsInput{
		OwnerIds: []string{"self"},
		Filters:  []types.Filter{{Name: aws.String("tag:" + TagFamily), Values: []string{r.family}}},
	})
	if err != nil {
		return nil, fmt.Errorf("look for snapshots of the family %q in %s: %w", r.family, r.region, err)
	}
	return r.newest(listed), nil
}

// newest is the newest of the snapshots that can be the parent.
func (r *run) newest(listed []types.Snapshot) *parent {
	if len(r.refused) == 0 { // else a parent that was refused says more
		r.why = fmt.Sprintf("the family %q has no completed snapshot", r.family)
	}
	slices.SortFunc(listed, func(a, b types.Snapshot) int { return aws.ToTime(b.StartTime).Compare(aws.ToTime(a.StartTime)) })
	for _, s := range listed {
		if s.State != types.SnapshotStateCompleted {
			continue
		}
		if r.why = r.unfit(s); r.why == "" {
			return toParent(s)
		}
	}
	return nil
}

func toParent(s types.Snapshot) *parent {
	return &parent{id: aws.ToString(s.SnapshotId), disk: digest.Digest(fromTags(s.Tags)[TagDisk])}
}

func (r *run) namedParent(ctx context.Context) (*parent, error) {
	refuse := func(reason string) error {
		return &InvalidError{Setting: "PARENT", Value: r.Parent, Reason: reason + "; name another snapshot, or give auto or none"}
	}
	listed, err := r.describeSnapshots(ctx, &ec2.DescribeSnapshotsInput{OwnerIds: []string{"self"}, SnapshotIds: []string{r.Parent}})
	switch {
	case awserr.Is(err, notThereCodes...) || err == nil && len(listed) == 0:
		return nil, refuse("is no snapshot of your own in " + r.region)
	case err != nil:
		return nil, fmt.Errorf("look at snapshot %s in %s: %w", r.Parent, r.region, err)
	case listed[0].State != types.SnapshotStateCompleted:
		return nil, refuse("cannot be the parent: it is " + string(listed[0].State))
	}
	if reason := r.unfit(listed[0]); reason != "" {
		return nil, refuse("cannot be the parent: " + reason)
	}
	return toParent(listed[0]), nil
}

// unfit says why AWS would not take a completed snapshot as the parent, or would
// give the child what was not asked for; it is empty where nothing is in the way.
func (r *run) unfit(s types.Snapshot) string {
	id, size, want := aws.ToString(s.SnapshotId), int64(aws.ToInt32(s.VolumeSize)), r.volumeSize()
	switch {
	case r.refused[id] != "":
		return r.refused[id]
	case size > want:
		return fmt.Sprintf("%s is of a volume of %d GiB, which is larger than %d GiB", id, size, want)
	case s.StorageTier == types.StorageTierArchive:
		return id + " is archived"
	case fromTags(s.Tags)[TagRejected] != "":
		return id + " was found to hold another disk than its tags say"
	case r.storedAlike(fromTags(s.Tags)):
		return ""
	}
	encrypted := aws.ToBool(s.Encrypted)
	switch {
	case encrypted && !r.storage.encrypted:
		return id + " is encrypted"
	case !encrypted && r.storage.encrypted:
		return id + " is not encrypted"
	case encrypted && r.storage.key != aws.ToString(s.KmsKeyId):
		return id + " is encrypted by another key"
	}
	return ""
}

// storedAlike reports whether a snapshot was asked for with the same encryption. What
// the account does by default is the same for both then.
func (t target) storedAlike(tags map[string]string) bool {
	size, err := strconv.ParseInt(tags[TagSize], 10, 64)
	if err != nil {
		return false
	}
	d := t.disk
	d.Digest, d.Source = digest.Digest(tags[TagDisk]), sized{Source: d.Source, size: size}
	return tags[TagSnapshot] == t.identify(d).snapshot.String()
}

// volumeSize is that of the disk's snapshot in GiB.
func (t target) volumeSize() int64 { return max((t.disk.Source.Size()+gib-1)/gib, 1) }
