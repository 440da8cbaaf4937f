package client

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/moby/buildkit/client"
	gateway "github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/subrequests"
	"github.com/moby/buildkit/frontend/subrequests/lint"
	"github.com/moby/buildkit/frontend/subrequests/outline"
	"github.com/moby/buildkit/frontend/subrequests/targets"
)

// errCheck is a Dockerfile that did not pass its check; what is wrong was printed.
var errCheck = errors.New("the check found problems")

// questions are buildx's names for the questions about a build.
func questions() map[string]string {
	return map[string]string{
		"":                     "", // or "build": no question
		"build":                "",
		"targets":              targets.RequestTargets,
		"outline":              outline.RequestSubrequestsOutline,
		"check":                lint.RequestLint,
		"subrequests.describe": subrequests.RequestSubrequestsDescribe,
	}
}

// builds tells whether this is a build and no question about one.
func (o Options) builds() bool { return o.Call == "" || o.Call == "build" }

// addCall asks a question about the build in its place.
func addCall(opt *client.SolveOpt, o Options, _ Environment) error {
	id, known := questions()[o.Call]
	if !known {
		return fmt.Errorf("--call %s: it can be build, targets, outline, check or subrequests.describe", o.Call)
	}
	if id != "" {
		opt.FrontendAttrs["requestid"] = id
	}
	return nil
}

// answer keeps what a question was answered with.
type answer struct{ metadata map[string][]byte }

// of returns a BuildFunc that keeps the metadata of build's result.
func (a *answer) of(build gateway.BuildFunc) gateway.BuildFunc {
	return func(ctx context.Context, c gateway.Client) (*gateway.Result, error) {
		res, err := build(ctx, c)
		if err == nil && res != nil {
			a.metadata = res.Metadata
		}
		return res, err
	}
}

// print writes the answer for people; a build has none.
func (a *answer) print(w io.Writer) error {
	if _, err := w.Write(a.metadata["result.txt"]); err != nil {
		return fmt.Errorf("print the answer: %w", err)
	}
	if code := string(a.metadata["result.statuscode"]); code != "" && code != "0" {
		return errCheck
	}
	return nil
}
