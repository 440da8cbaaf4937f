package ami

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	ebstypes "github.com/aws/aws-sdk-go-v2/service/ebs/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/internal/awserr"
	"github.com/amikit/amikit/ami/internal/blocks"
)

const gib = 1 << 30

// blockWorkers is how many blocks are under way for each part that would be.
const blockWorkers = 4

// startSnapshot starts a snapshot by the EBS direct APIs, or finds the one that
// an earlier run started, and writes it. A client token gives the same snapshot
// again, for ever, so the walk goes on behind those that failed or are gone.
func (r *run) startSnapshot(ctx context.Context) error {
	if err := r.checkActions(ctx); err != nil {
		return err
	}
	for attempt := range maxAttempts {
		out, err := r.Services.EBS.StartSnapshot(ctx, r.startInput(attempt))
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
		if started != nil && started.usable() {
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
	deadline := time.Now().Add(patience(r.RetryDelay))
	for {
		s, err := r.snapshotByID(ctx, id)
		if err != nil || s != nil || time.Now().After(deadline) {
			return s, err
		}
		if err := pause(ctx, r.RetryDelay); err != nil {
			return nil, err
		}
	}
}

func (r *run) startInput(attempt int) *ebs.StartSnapshotInput {
	tags := r.contentTags()
	in := &ebs.StartSnapshotInput{
		ClientToken: aws.String(clientToken(tags, attempt, "start", r.region)),
		Description: aws.String("amikit " + r.id.disk.String()),
		Encrypted:   r.storage.flag(),
		KmsKeyArn:   r.storage.keyID(),
		VolumeSize:  aws.Int64((r.disk.Source.Size() + gib - 1) / gib),
	}
	for _, key := range sortedKeys(tags) {
		in.Tags = append(in.Tags, ebstypes.Tag{Key: aws.String(key), Value: aws.String(tags[key])})
	}
	return in
}

// writeSnapshot writes the disk's blocks and waits until the snapshot is complete.
func (r *run) writeSnapshot(ctx context.Context, s *snapshot) error {
	start := time.Now()
	r.info("snapshot", "writing %d blocks of %s to %s", len(r.disk.Manifest.Blocks), r.disk.File, s.id)
	w := &blocks.Writer{
		Client: r.Services.EBS, SnapshotID: s.id, Workers: blockWorkers * r.Concurrency,
		OnProgress: func(done, total int64) {
			r.Reporter.Report(Event{Kind: Progress, Stage: "upload", Done: done, Total: total})
		},
	}
	sent, err := w.Write(ctx, r.disk.Source, r.disk.Manifest)
	r.outcome.sent += sent
	if err != nil {
		return err
	}
	r.outcome.uploaded(start)
	r.outcome.imported(start)
	return r.awaitSnapshot(ctx, s)
}
