package ami

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/pause"
)

// Parameters of every registration.
const (
	virtualization = "hvm" // unset would be paravirtual
	sriovSimple    = "simple"
)

var imageIDPattern = regexp.MustCompile(`ami-[0-9a-f]{8,17}`)

// register makes the image of the snapshot. Its name is unique, which makes the
// call repeatable: after a lost answer AWS names the image that has the name.
func (r *run) register(ctx context.Context, s *snapshot) error {
	start := time.Now()
	deadline := start.Add(patience(r.RetryDelay))
	for {
		out, err := r.Services.EC2.RegisterImage(ctx, r.registration(s))
		switch {
		case err == nil:
			r.imageID = aws.ToString(out.ImageId)
			r.outcome.registered(start)
			r.note("image", r.imageID, r.removeBrokenImage)
			r.info("image", "registered %s as %q", r.imageID, r.name)
			return nil
		case awserr.Is(err, "InvalidAMIName.Duplicate"):
			taken, err := r.holder(ctx, err)
			if taken || err != nil {
				return err
			}
		case !awserr.Is(err, "InvalidSnapshotID.NotFound", "InvalidSnapshot.NotFound", "IncorrectState"):
			return r.registerError(err)
		}
		// The name of an image that is gone, or a snapshot that was just made, is
		// known late.
		if time.Now().After(deadline) {
			return r.registerError(err)
		}
		if err := pause.For(ctx, r.RetryDelay); err != nil {
			return err
		}
	}
}

func (r *run) registerError(err error) error {
	return fmt.Errorf("register image %q in %s: %w", r.name, r.region, awserr.Explain(err))
}

// holder reports whether the image that AWS names in its refusal can be seen; the
// next look then decides whether it is the wanted one.
func (r *run) holder(ctx context.Context, duplicate error) (bool, error) {
	r.imageID = imageIDPattern.FindString(awserr.Explain(duplicate).Error())
	if r.imageID == "" {
		return false, nil
	}
	i, err := r.imageByID(ctx, r.imageID)
	return i != nil, err
}

// awaitImage waits until the image is no longer pending.
func (r *run) awaitImage(ctx context.Context, i *image) error {
	r.imageID = i.id
	w := waiter{what: "image " + i.id, every: r.ImagePoll, stage: "image"}
	return r.wait(ctx, w, func(ctx context.Context) (string, bool, error) {
		now, err := r.imageByID(ctx, i.id)
		if err != nil || now == nil {
			return "not visible", false, err
		}
		return now.state, now.state != string(types.ImageStatePending), nil
	})
}

// deregister frees the name. The image's snapshot stays.
func (r *run) deregister(ctx context.Context, i *image) error {
	r.warn("image", "deregistering %s, which has the name %q, to replace it: for a moment there is no image of that name; its snapshot %s stays", i.id, r.name, i.rootSnapshot)
	_, err := r.Services.EC2.DeregisterImage(ctx, &ec2.DeregisterImageInput{ImageId: aws.String(i.id)})
	if err != nil && !awserr.Is(err, notThereCodes...) {
		return fmt.Errorf("deregister image %s in %s: %w", i.id, r.region, awserr.Explain(err))
	}
	r.imageID = ""
	return r.awaitGone(ctx, i.id)
}

// awaitGone waits until the image is no longer described, so that the next look
// does not find it again.
func (r *run) awaitGone(ctx context.Context, id string) error {
	w := waiter{what: "image " + id, every: r.ImagePoll}
	return r.wait(ctx, w, func(ctx context.Context) (string, bool, error) {
		now, err := r.imageByID(ctx, id)
		if err != nil || now == nil {
			return "", now == nil && err == nil, err
		}
		return now.state, now.state == string(types.ImageStateDeregistered), nil
	})
}
