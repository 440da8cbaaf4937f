package frontend

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/util/suggest"
)

// stages are the names of the Dockerfile's stages. A Dockerfile that cannot be
// read or parsed has none here; the Dockerfile frontend says why.
func (r *Request) stages(ctx context.Context) []string {
	src, err := r.source(ctx)
	if err != nil {
		return nil
	}
	list, err := dockerfile2llb.ListTargets(ctx, src.Data)
	if err != nil {
		return nil
	}
	var names []string
	for _, t := range list.Targets {
		names = append(names, t.Name)
	}
	return names
}

func (r *Request) hasStage(ctx context.Context, name string) bool {
	return contains(r.stages(ctx), name)
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// UnknownTargetError is a target that is neither ours nor the Dockerfile's.
type UnknownTargetError struct {
	// Target is the name that was asked for.
	Target string
	// Known are the names that exist.
	Known []string
}

// Error names the target and the nearest one that exists, else all of them.
func (e *UnknownTargetError) Error() string {
	message := fmt.Errorf("there is no target %q", e.Target)
	if found, err := suggest.WrapErrorMaybe(message, e.Target, e.Known, false); found {
		return err.Error()
	}
	return fmt.Sprintf("there is no target %q; it can be %s", e.Target, strings.Join(e.Known, ", "))
}

// checkTarget refuses a target that nobody knows. A Dockerfile of another
// frontend's language is left to that one.
func (r *Request) checkTarget(ctx context.Context) error {
	name := r.opts[keyTarget]
	if name == "" || isNumber(name) || r.isForeign(ctx) {
		return nil
	}
	ours, stages := r.cfg.targetNames(), named(r.stages(ctx))
	if contains(stages, name) || isNearStage(name, ours, stages) {
		return nil
	}
	return &UnknownTargetError{Target: name, Known: append(ours, stages...)}
}

// isNearStage tells whether the Dockerfile frontend has the better answer: the
// name is nearly a stage's and none of ours.
func isNearStage(name string, ours, stages []string) bool {
	_, ourName := suggest.Search(name, ours, false)
	_, stage := suggest.Search(name, stages, true)
	return stage && !ourName
}

// isForeign tells whether the Dockerfile is going to be read by another frontend.
func (r *Request) isForeign(ctx context.Context) bool {
	if r.opts[keyCmdline] != "" {
		return false
	}
	if r.opts[keySyntaxArg] != "" {
		return true
	}
	src, err := r.source(ctx)
	if err != nil {
		return false
	}
	ref, _, _, ok := parser.DetectSyntax(src.Data)
	return ok && !sameImage(ref, r.opts[keySource])
}

// warnShadowed warns about stages that a target of ours hides.
func (r *Request) warnShadowed(ctx context.Context) {
	for _, name := range []string{TargetDisk, TargetAMI} {
		if !r.hasStage(ctx, name) {
			continue
		}
		src, err := r.source(ctx)
		if err != nil {
			return
		}
		src.Warn(ctx, fmt.Sprintf("amikit's target %s hides the stage of that name; give the stage another name to build it", name), client.WarnOpts{})
	}
}

func named(stages []string) []string {
	var names []string
	for _, s := range stages {
		if s != "" {
			names = append(names, s)
		}
	}
	return names
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}
