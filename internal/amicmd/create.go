package amicmd

import (
	"context"
	"path/filepath"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/step"
)

// target is the name of the build target whose step `ami create` is.
const target = "aws-cloud-image"

// Request is what `ami create` was asked for.
type Request struct {
	// Path is a raw disk, or a folder that holds one; the new file of a download.
	Path string
	// Flag returns what a setting's flag was given; empty for nothing.
	Flag func(setting string) string
	// Form is how the result is written.
	Form Form
	// Files are written for other tools.
	Files Files
	// DryRun stops behind the checks and writes the plan.
	DryRun bool
}

// Create makes the image of the disk, or of the one raw disk in a folder, and
// writes the result in the given form. In a build's step it also leaves the
// result's files, or the error's, in the step's folder.
func Create(ctx context.Context, e Environment, q Request) error {
	made, err := e.create(ctx, q)
	if out := e.Getenv(step.OutEnv); out != "" && (made.result != nil || err != nil) {
		err = leave(out, made.result, err)
	}
	if err != nil {
		return err
	}
	if q.DryRun {
		return q.Form.writePlan(e.Stdout, made.plan)
	}
	return problems(q.Form.write(e.Stdout, made.result), q.Files.write(made.result))
}

// checkOut finds out before the work whether a step's result can be left behind.
func (e Environment) checkOut() error {
	out := e.Getenv(step.OutEnv)
	if out == "" {
		return nil
	}
	return checkFolder(filepath.Join(out, step.ResultFile))
}

// outcome is the plan of a dry run, or the result of another.
type outcome struct {
	plan   *ami.Plan
	result *ami.Result
}

func (e Environment) create(ctx context.Context, q Request) (made outcome, err error) {
	err = e.with(q.Flag, func(s *session) error {
		if err := problems(s.validate(), q.Files.check(), e.checkOut()); err != nil {
			return err
		}
		return s.withDisk(ctx, q.Path, func(d ami.Disk, o ami.Options) (err error) {
			if q.DryRun {
				made.plan, err = ami.Preview(ctx, d, o)
			} else {
				made.result, err = ami.Create(ctx, d, o)
			}
			return err
		})
	})
	return made, err
}
