package ami

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	ebstypes "github.com/aws/aws-sdk-go-v2/service/ebs/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/blocks"
)

const gib = 1 << 30

// snapshotTimeout is for how long AWS keeps a pending snapshot to which nothing is
// written, in minutes: a run that goes on the next day still finds it.
const snapshotTimeout = 24 * 60

// startSnapshot starts a snapshot by the EBS direct APIs, or finds the one that an
// earlier run started. A parent that AWS does not take is done without.
func (r *run) startSnapshot(ctx context.Context, p *parent) error {
	w, err := r.chooseBlocks(ctx, p)
	if err != nil {
		return err
	}
	if err = r.start(ctx, w.parent); err == nil {
		r.planned = &w
		r.info("snapshot", "%s", strings.Join(append([]string{w.why}, r.refusedBefore(w.parent)...), "; "))
		return nil
	}
	if w.parent == nil || !awserr.Is(err, parentRefusals...) {
		return err
	}
	r.refuse(w.parent, err)
	return nil
}

// fewParents is how many parents are tried: what AWS says of them may be about
// something else.
const fewParents = 3

// refuse makes the next look find an older parent, or in the end none.
func (r *run) refuse(p *parent, err error) {
	r.why = fmt.Sprintf("AWS does not take %s as the parent: %v", p.id, err)
	r.refused[p.id] = r.why
	r.parentless = r.Parent == p.id || len(r.refused) == fewParents
}

// refusedBefore is why not another parent was taken; where there is none it is told anyway.
func (r *run) refusedBefore(taken *parent) (why []string) {
	if taken == nil {
		return nil
	}
	for _, id := range sortedKeys(r.refused) {
		why = append(why, r.refused[id])
	}
	return why
}

// parentRefusals are AWS's answers for a parent that is gone, archived, encrypted
// otherwise, or not allowed.
var parentRefusals = []string{"ResourceNotFoundException", "ValidationException", "AccessDeniedException"}

// start walks over client tokens: one gives the same snapshot again, for ever, so
// the walk goes on behind those that failed or are gone.
func (r *run) start(ctx context.Context, p *parent) error {
	for attempt := range maxAttempts {
		out, err := r.Services.EBS.StartSnapshot(ctx, r.startInput(attempt, p))
		if awserr.Is(err, "ConflictException") {
			continue
		}
		if err != nil {
			return fmt.Errorf("start a snapshot in %s: %w", r.region, awserr.Explain(err))
		}
		started, err := r.awaitStarted(ctx, aws.ToString(out.SnapshotId))
		if err != nil {
			return err
		}
		r.note("snapshot", aws.ToString(out.SnapshotId), r.removeBrokenSnapshot)
		if started != nil && started.usable() && !r.abandoned[started.id] {
			r.snapshotID = started.id
			return nil
		}
	}
	return &ImportError{TaskID: r.disk.File, Status: "failed", Message: fmt.Sprintf("all of %d snapshots failed", maxAttempts)}
}

// usable reports whether the snapshot is or may become complete.
func (s *snapshot) usable() bool {
	return s.state == string(types.SnapshotStatePending) || s.state == string(types.SnapshotStateCompleted)
}

// awaitStarted looks at a snapshot until AWS shows it: a new one may be late. It
// returns nil for one that stays away, because it was deleted.
func (r *run) awaitStarted(ctx context.Context, id string) (*snapshot, error) {
	return visible(ctx, r, looks, func() (*snapshot, error) { return r.snapshotByID(ctx, id) })
}

func (r *run) startInput(attempt int, p *parent) *ebs.StartSnapshotInput {
	tags := r.startTags(p)
	in := &ebs.StartSnapshotInput{
		ClientToken: aws.String(clientToken(tags, attempt, "start", r.region)),
		Description: aws.String("amikit " + r.id.disk.String()),
		VolumeSize:  aws.Int64(r.volumeSize()),
		Timeout:     aws.Int32(snapshotTimeout),
	}
	if p != nil { // the child is encrypted as its parent is, and AWS takes no word on it
		in.ParentSnapshotId = aws.String(p.id)
	} else {
		in.Encrypted, in.KmsKeyArn = r.storage.flag(), r.storage.keyID()
	}
	for _, key := range sortedKeys(tags) {
		in.Tags = append(in.Tags, ebstypes.Tag{Key: aws.String(key), Value: aws.String(tags[key])})
	}
	return in
}

// writeSnapshot writes the blocks that the snapshot needs and waits until it is
// complete.
func (r *run) writeSnapshot(ctx context.Context, s *snapshot) error {
	w, err := r.resume(ctx, s)
	if err != nil {
		return err
	}
	if w == nil {
		r.abandoned[s.id], r.parentless, r.snapshotID = true, true, ""
		r.why = "the parent of " + s.id + " is not known any more"
		return nil
	}
	start := time.Now()
	r.info("snapshot", "writing %d blocks of %s to %s", len(w.blocks.Blocks), r.disk.File, s.id)
	r.keepIndex(ctx, "snapshot", "the next disk may be sent whole")
	writer := &blocks.Writer{
		Client: r.Services.EBS, SnapshotID: s.id, Pace: r.pace(), Journal: r.journal(s.id), OnProgress: r.uploading(),
		Warn: func(message string) { r.warn("snapshot", "%s", message) },
	}
	stats, err := writer.Write(ctx, r.disk.Source, w.blocks)
	r.outcome.sent += stats.Sent
	if err != nil {
		return err
	}
	r.outcome.wrote(start, *w, stats)
	return r.awaitSnapshot(ctx, s)
}

func (o *outcome) wrote(start time.Time, w writing, stats blocks.Stats) {
	o.uploaded(start)
	o.imported(start)
	if stats.Resumed > 0 {
		o.reuse(reusedBlocks)
	}
	o.parent = w.parent.name()
}
