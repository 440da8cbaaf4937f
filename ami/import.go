package ami

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/amikit/amikit/ami/awserr"
)

// maxAttempts is how many imports of one object are tried over all runs.
const maxAttempts = 100

// maxUnlisted is how many imports may stay unlisted: more than one, because an old
// token gives a task that ended too long ago to be listed.
const maxUnlisted = 3

// importObject starts the import of the object, or finds the one that an earlier
// run started: a client token gives the same task again. The token of an import
// that failed, or whose task or snapshot is gone, gives that for ever, so the walk
// goes on to the next one. Where AWS lists none of what it starts, the walk ends.
func (r *run) importObject(ctx context.Context, o *object) error {
	if err := r.uploader().Forget(ctx); err != nil { // a run killed behind its upload left the marker
		return err
	}
	unlisted := &UnlistedError{URI: r.uri(), Looked: patience(r.RetryDelay)}
	for attempt := range maxAttempts {
		started, err := r.startImport(ctx, o, attempt)
		if err != nil {
			return err
		}
		if started == nil || r.deadTasks[started.id] {
			continue
		}
		listed, err := r.awaitVisible(ctx, started)
		if err != nil {
			return err
		}
		if listed == nil {
			if unlisted.TaskIDs = append(unlisted.TaskIDs, started.id); len(unlisted.TaskIDs) == maxUnlisted {
				return unlisted
			}
			continue
		}
		alive, err := r.isAlive(ctx, listed)
		if err != nil {
			return err
		}
		if alive {
			return r.goOnWith(ctx, started)
		}
	}
	return &ImportError{TaskID: r.uri(), Status: "failed", Message: fmt.Sprintf("all of %d imports failed", maxAttempts), Role: r.RoleName}
}

// startImport returns the task of this attempt, new or not, and none where its
// token belongs to another request.
func (r *run) startImport(ctx context.Context, o *object, attempt int) (*task, error) {
	out, err := r.Services.EC2.ImportSnapshot(ctx, r.importInput(o, attempt))
	if awserr.Is(err, "IdempotentParameterMismatch") {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("import %s in %s: %w", r.uri(), r.region, explainImport(err, r.RoleName))
	}
	return toTask(aws.ToString(out.ImportTaskId), out.SnapshotTaskDetail), nil
}

func (r *run) goOnWith(ctx context.Context, t *task) error {
	r.outcome.taskID = t.id
	r.note("import", t.id, nil)
	r.info("import", "%s imports %s", t.id, r.uri())
	return r.awaitImport(ctx, t)
}

// isAlive reports whether the task is this run's or still of use. Only those that
// were dead before this run's are passed over: a failure of its own is one to report.
func (r *run) isAlive(ctx context.Context, t *task) (bool, error) {
	if t.status != statusCompleted {
		return true, nil
	}
	s, err := r.snapshotOf(ctx, t)
	return s != nil && !s.rejected, err
}

// awaitVisible looks at a task until AWS shows it: a new one may be late. It
// returns nil for one that stays away.
func (r *run) awaitVisible(ctx context.Context, started *task) (*task, error) {
	told := false
	return visible(ctx, r, looks, func() (*task, error) {
		t, err := r.taskByID(ctx, started.id)
		if t == nil && err == nil && !told {
			r.info("import", "AWS does not list %s (yet): looking again for %s", started.id, patience(r.RetryDelay))
			told = true
		}
		return t, err
	})
}
