package ami

import (
	"context"
	"fmt"
)

// Create makes the image of the disk, or finds it: it looks at what AWS holds,
// takes one step, and looks again until the image is available. Settings that
// cannot work are refused before anything is sent ([Problems]); so are names that
// something else holds ([*ConflictError]). It may be killed at any instant and
// run again.
func Create(ctx context.Context, d Disk, o Options) (*Result, error) {
	ctx, cancel := limit(ctx, o)
	defer cancel()
	r, err := prepare(ctx, d, o)
	if err != nil {
		return nil, r.overtime(ctx, err)
	}
	result, err := r.finish(ctx)
	if err != nil {
		r.tidy(ctx)
	}
	return result, r.overtime(ctx, err)
}

// finish makes the image and what is asked for beside it.
func (r *run) finish(ctx context.Context) (*Result, error) {
	done, err := r.converge(ctx)
	if err != nil {
		return nil, err
	}
	if err := r.check(ctx, done); err != nil {
		return nil, err
	}
	if err := r.verifyImage(ctx, done); err != nil {
		return nil, err
	}
	if r.DeleteObject && r.method == ByS3 && r.matches(done) {
		if err := r.deleteObject(ctx); err != nil {
			return nil, err
		}
	}
	r.outcome.object = r.objectURI(ctx, done)
	return r.result(done), nil
}

// prepare makes every check that needs no look at what is there.
func prepare(ctx context.Context, d Disk, o Options) (*run, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	o = o.withDefaults(d.File)
	t, err := newTarget(d, o)
	if err != nil {
		return nil, err
	}
	r := newRun(t, o)
	for _, note := range t.notes {
		r.Reporter.Report(note)
	}
	return r, r.preflight(ctx)
}

// converge steps until the image is there.
func (r *run) converge(ctx context.Context) (*image, error) {
	for {
		seen, err := r.look(ctx)
		if err != nil {
			return nil, err
		}
		s := next(seen, r.target)
		if s.action == actDone {
			return r.settle(s.image), nil
		}
		if s.action != actFail {
			r.doing = r.describe(s)
		}
		if err := r.checkAhead(ctx, seen); err != nil {
			return nil, err
		}
		if err := r.take(ctx, s); err != nil {
			return nil, r.tellMore(ctx, seen, err)
		}
	}
}

// take does one step. A step whose effect an earlier run had already is harmless.
func (r *run) take(ctx context.Context, s step) error {
	switch s.action {
	case actFail:
		return s.err
	case actAwaitImage:
		return r.awaitImage(ctx, s.image)
	case actRename:
		return r.rename(s.image)
	case actDeregister:
		return r.deregister(ctx, s.image)
	case actRegister:
		return r.verifyAndRegister(ctx, s.snapshot)
	case actTagSnapshot:
		return r.tagSnapshot(ctx, s)
	case actAwaitSnapshot:
		return r.awaitSnapshot(ctx, s.snapshot)
	case actAwaitImport:
		return r.awaitImport(ctx, s.task)
	case actImport:
		return r.importObject(ctx, s.object)
	case actAdopt:
		return r.adoptObject(s.object)
	case actRekey:
		return r.rekey()
	case actUpload:
		return r.upload(ctx)
	case actStart:
		return r.startSnapshot(ctx, s.parent)
	case actWrite:
		return r.writeSnapshot(ctx, s.snapshot)
	}
	return fmt.Errorf("unknown step %d", s.action)
}

// adoptObject goes on as the disk that the same inputs gave earlier.
func (r *run) adoptObject(o *object) error {
	r.target = r.withDisk(r.target.adopt(o))
	r.outcome.reuse(reusedInputs)
	r.info("upload", "%s holds disk %s of the same inputs; it is used in the place of this one", r.uri(), r.id.disk)
	return nil
}
