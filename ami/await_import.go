package ami

import (
	"context"
	"time"
)

// awaitImport waits until the task has a snapshot. Any status but those of a
// running import ends it, with AWS's own message.
func (r *run) awaitImport(ctx context.Context, t *task) error {
	start, last := time.Now(), ""
	w := waiter{what: "import " + t.id, every: r.ImportPoll}
	err := r.wait(ctx, w, func(ctx context.Context) (string, bool, error) {
		now, err := r.taskByID(ctx, t.id)
		if err != nil {
			return "", false, err
		}
		if now == nil {
			return "", false, &ImportError{TaskID: t.id, Status: "gone", Message: "AWS no longer knows the task", Role: r.RoleName}
		}
		if text := now.describe(); text != last {
			last = text
			r.Reporter.Report(Event{Kind: Progress, Stage: "import", Message: text, Done: now.percent(), Total: 100})
		}
		return now.status, now.status == statusCompleted, now.failure(r.RoleName)
	})
	if err == nil {
		r.outcome.imported(start)
	}
	return err
}
