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

// cleanupTime is for how long a run that failed or was stopped tidies up.
const cleanupTime = 30 * time.Second

// made is something that this run made and that is not yet of use.
type made struct {
	kind, id string
	// dead removes it where no later run can go on with it; nil where one always can.
	dead func(context.Context, string) (removed bool, err error)
}

func (r *run) note(kind, id string, dead func(context.Context, string) (bool, error)) {
	m := made{kind, id, dead}
	if !slices.ContainsFunc(r.made, func(o made) bool { return o.id == id }) {
		r.made = append(r.made, m)
	}
}

// done forgets what became of use.
func (r *run) done(id string) {
	r.made = slices.DeleteFunc(r.made, func(m made) bool { return m.id == id })
}

// tidy removes what a run that ended early made and no later one can adopt, unless
// it is to be kept, and names the rest. The run's own context may be over.
func (r *run) tidy(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanupTime)
	defer cancel()
	for _, m := range r.made {
		removed, err := r.removeDead(ctx, m)
		switch {
		case err != nil:
			r.warn("cleanup", "%s %s stays: %v", m.kind, m.id, awserr.Explain(err))
		case removed:
			r.info("cleanup", "removed %s %s, which no later run could use", m.kind, m.id)
		default:
			r.info("cleanup", "left %s %s: a later run of the same disk goes on with it", m.kind, m.id)
		}
	}
}

func (r *run) removeDead(ctx context.Context, m made) (bool, error) {
	if m.dead == nil || r.KeepOnFailure {
		return false, nil
	}
	return m.dead(ctx, m.id)
}

// removeBrokenSnapshot removes a snapshot that will never be complete.
func (r *run) removeBrokenSnapshot(ctx context.Context, id string) (bool, error) {
	out, err := r.Services.EC2.DescribeSnapshots(ctx, &ec2.DescribeSnapshotsInput{OwnerIds: []string{"self"}, SnapshotIds: []string{id}})
	if err != nil || len(out.Snapshots) == 0 || out.Snapshots[0].State != types.SnapshotStateError {
		return false, err
	}
	return true, r.deleteSnapshot(ctx, id)
}

// removeBrokenImage deregisters an image that will never be available.
func (r *run) removeBrokenImage(ctx context.Context, id string) (bool, error) {
	out, err := r.Services.EC2.DescribeImages(ctx, &ec2.DescribeImagesInput{Owners: []string{"self"}, ImageIds: []string{id}})
	if err != nil || len(out.Images) == 0 || !slices.Contains(brokenImages, out.Images[0].State) {
		return false, err
	}
	if _, err := r.Services.EC2.DeregisterImage(ctx, &ec2.DeregisterImageInput{ImageId: aws.String(id)}); err != nil {
		return false, fmt.Errorf("deregister image %s: %w", id, awserr.Explain(err))
	}
	return true, nil
}

var brokenImages = []types.ImageState{types.ImageStateFailed, types.ImageStateError, types.ImageStateInvalid}
