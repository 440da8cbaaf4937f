package ami

import "context"

// look asks AWS for the stages, the last one first, and stops at the one that
// decides: what lies before it is not needed.
func (r *run) look(ctx context.Context) (found, error) {
	var f found
	var err error
	if f.image, err = r.findImage(ctx); err != nil {
		return f, err
	}
	if f.image != nil && (r.matches(f.image) || r.onConflict != Replace) {
		return f, nil
	}
	if f.snapshot, err = r.findSnapshot(ctx); err != nil || f.snapshot != nil {
		return f, err
	}
	if r.method == ByEBS {
		f.parent, err = r.findParent(ctx)
		return f, err
	}
	if f.task, err = r.findTask(ctx); err != nil {
		return f, err
	}
	if f.task != nil {
		return r.lookBehind(ctx, f)
	}
	f.object, err = r.findObject(ctx)
	return f, err
}

// snapshotOf returns the snapshot that a task made, which AWS may show a little
// later than the task's end, or nil where it was deleted.
func (r *run) snapshotOf(ctx context.Context, t *task) (*snapshot, error) {
	told := false
	return visible(ctx, r, fewLooks, func() (*snapshot, error) {
		s, err := r.snapshotByID(ctx, t.snapshotID)
		if s == nil && err == nil && !told {
			r.info("import", "%s made %s, which AWS does not show (yet, or it was deleted): looking again for %s", t.id, t.snapshotID, fewLooks*r.RetryDelay)
			told = true
		}
		return s, err
	})
}

// lookBehind looks at the snapshot that a task made: until it is tagged, only its
// task leads to it.
func (r *run) lookBehind(ctx context.Context, f found) (found, error) {
	if f.task.snapshotID == "" {
		return f, nil
	}
	s, err := r.snapshotOf(ctx, f.task)
	if err != nil || s != nil && !s.rejected {
		f.snapshot = s
		return f, err
	}
	r.deadTasks[f.task.id] = true // its snapshot was deleted or rejected since
	f.task = nil
	f.object, err = r.findObject(ctx)
	return f, err
}
