package frontend

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/subrequests"
	"github.com/moby/buildkit/frontend/subrequests/convertllb"
	"github.com/moby/buildkit/frontend/subrequests/lint"
	"github.com/moby/buildkit/frontend/subrequests/outline"
	"github.com/moby/buildkit/frontend/subrequests/targets"
)

// subrequest answers a question about the build, without building. The
// Dockerfile's share of the answer comes from the Dockerfile frontend.
func (r *Request) subrequest(ctx context.Context, id string) (*client.Result, error) {
	switch id {
	case subrequests.RequestSubrequestsDescribe:
		return describe()
	case targets.RequestTargets:
		return r.listTargets(ctx)
	case outline.RequestSubrequestsOutline:
		return r.outline(ctx)
	case lint.RequestLint:
		return r.lint(ctx)
	}
	return r.ask(ctx)
}

// describe lists every question that is answered.
func describe() (*client.Result, error) {
	data, err := json.MarshalIndent([]subrequests.Request{
		outline.SubrequestsOutlineDefinition,
		targets.SubrequestsTargetsDefinition,
		lint.SubrequestLintDefinition,
		convertllb.SubrequestConvertLLBDefinition,
		subrequests.SubrequestsDescribeDefinition,
	}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the list of subrequests: %w", err)
	}
	text := &bytes.Buffer{}
	if err := subrequests.PrintDescribe(data, text); err != nil {
		return nil, fmt.Errorf("print the list of subrequests: %w", err)
	}
	res := client.NewResult()
	res.AddMeta("result.json", data)
	res.AddMeta("result.txt", text.Bytes())
	res.AddMeta("version", []byte(subrequests.SubrequestsDescribeDefinition.Version))
	return res, nil
}

// ask passes the question to the Dockerfile frontend, about the stage that the
// target stands on.
func (r *Request) ask(ctx context.Context) (*client.Result, error) {
	opts := maps.Clone(r.opts)
	if _, ours := r.cfg.target(opts[keyTarget]); ours {
		opts[keyTarget] = r.rootfsStage(ctx)
	}
	r.stopForwardingToSelf(ctx, opts)
	return r.dockerfileFrontend(ctx, opts)
}

// askAs is ask with the answer parsed; it stays zero where there is no Dockerfile.
func (r *Request) askAs(ctx context.Context, answer any) error {
	if _, err := r.source(ctx); isNotExist(err) {
		return nil
	}
	res, err := r.ask(ctx)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(res.Metadata["result.json"], answer); err != nil {
		return fmt.Errorf("parse the Dockerfile frontend's answer: %w", err)
	}
	return nil
}

// lint checks the Dockerfile; a build that needs none has nothing to check.
func (r *Request) lint(ctx context.Context) (*client.Result, error) {
	if _, err := r.source(ctx); isNotExist(err) {
		return (&lint.LintResults{}).ToResult(nil)
	}
	return r.ask(ctx)
}
