package ami

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/awserr"
)

// findSnapshot returns the account's own snapshot that is tagged as the wanted
// one, or nil. Failed ones do not count; of several, the oldest completed one does.
func (r *run) findSnapshot(ctx context.Context) (*snapshot, error) {
	listed, err := r.describeSnapshots(ctx, &ec2.DescribeSnapshotsInput{
		OwnerIds: []string{"self"},
		Filters:  []types.Filter{{Name: aws.String("tag:" + TagSnapshot), Values: []string{r.id.snapshot.String()}}},
	})
	if err != nil {
		return nil, fmt.Errorf("look for the snapshot of disk %s in %s: %w", r.id.disk, r.region, err)
	}
	usable := slices.DeleteFunc(listed, func(s types.Snapshot) bool {
		return !r.counts(s)
	})
	if len(usable) == 0 && r.snapshotID != "" {
		return r.snapshotByID(ctx, r.snapshotID)
	}
	if len(usable) == 0 {
		return nil, nil
	}
	slices.SortFunc(usable, compareSnapshots)
	return r.toSnapshot(usable[0]), nil
}

// counts reports whether a tagged snapshot is of use. A pending one is being
// written by the EBS direct APIs: imported ones are tagged when they are complete.
func (r *run) counts(s types.Snapshot) bool {
	return s.State == types.SnapshotStateCompleted ||
		s.State == types.SnapshotStatePending && r.method == ByEBS && !r.abandoned[aws.ToString(s.SnapshotId)]
}

// compareSnapshots puts completed before pending, and the older before the newer.
func compareSnapshots(a, b types.Snapshot) int {
	if a.State != b.State {
		if a.State == types.SnapshotStateCompleted {
			return -1
		}
		return 1
	}
	return aws.ToTime(a.StartTime).Compare(aws.ToTime(b.StartTime))
}

// snapshotByID returns the account's own snapshot of that ID, or nil.
func (r *run) snapshotByID(ctx context.Context, id string) (*snapshot, error) {
	listed, err := r.describeSnapshots(ctx, &ec2.DescribeSnapshotsInput{OwnerIds: []string{"self"}, SnapshotIds: []string{id}})
	if awserr.Is(err, notThereCodes...) || err == nil && len(listed) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look at snapshot %s in %s: %w", id, r.region, err)
	}
	return r.toSnapshot(listed[0]), nil
}

func (r *run) describeSnapshots(ctx context.Context, in *ec2.DescribeSnapshotsInput) ([]types.Snapshot, error) {
	var listed []types.Snapshot
	for {
		out, err := ask(ctx, r, func() (*ec2.DescribeSnapshotsOutput, error) { return r.Services.EC2.DescribeSnapshots(ctx, in) })
		if err != nil {
			return nil, err
		}
		listed = append(listed, out.Snapshots...)
		if aws.ToString(out.NextToken) == "" {
			return listed, nil
		}
		in.NextToken = out.NextToken
	}
}

func (r *run) toSnapshot(s types.Snapshot) *snapshot {
	id, tags := aws.ToString(s.SnapshotId), fromTags(s.Tags)
	return &snapshot{
		id:       id,
		state:    string(s.State),
		message:  aws.ToString(s.StateMessage),
		tagged:   r.tagged[id] || tags[TagSnapshot] == r.id.snapshot.String(),
		rejected: tags[TagRejected] != "",
		parent:   parentOf(tags),
	}
}

// tagSnapshot says on an imported snapshot what it is: AWS takes no tags for it
// in the call that makes it.
func (r *run) tagSnapshot(ctx context.Context, taken step) error {
	s := taken.snapshot
	if err := r.accept(ctx, s, taken.task); err != nil {
		return r.resend(taken.task, err)
	}
	_, err := ask(ctx, r, func() (*ec2.CreateTagsOutput, error) {
		return r.Services.EC2.CreateTags(ctx, &ec2.CreateTagsInput{Resources: []string{s.id}, Tags: toTags(r.snapshotTags())})
	})
	if err != nil {
		return fmt.Errorf("tag snapshot %s in %s: %w", s.id, r.region, err)
	}
	r.tagged[s.id] = true
	r.info("snapshot", "tagged %s as disk %s", s.id, r.id.disk)
	return nil
}

// snapshotPoll is the time between two looks at a snapshot whose blocks are
// written: AWS completes it in seconds.
const snapshotPoll = 2 * time.Second

// awaitSnapshot waits until the snapshot is no longer pending.
func (r *run) awaitSnapshot(ctx context.Context, s *snapshot) error {
	w := waiter{what: "snapshot " + s.id, every: min(r.ImportPoll, snapshotPoll), stage: "snapshot"}
	return r.wait(ctx, w, func(ctx context.Context) (string, bool, error) {
		now, err := r.snapshotByID(ctx, s.id)
		if err != nil {
			return "", false, err
		}
		if now == nil {
			return "", false, &ImportError{TaskID: s.id, Status: "gone", Message: "the snapshot was deleted while it was waited for"}
		}
		return now.state, now.state != string(types.SnapshotStatePending), nil
	})
}
