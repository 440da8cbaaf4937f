package frontend

import (
	"context"
	"slices"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/subrequests/targets"
)

// listTargets answers with the Dockerfile's stages and our targets.
func (r *Request) listTargets(ctx context.Context) (*client.Result, error) {
	var list targets.List
	if err := r.askAs(ctx, &list); err != nil {
		return nil, err
	}
	list.Targets = mergeTargets(list.Targets, r.cfg.targets)
	return list.ToResult()
}

// mergeTargets puts ours behind the stages. A stage of a target's name is that
// target: it is listed once, with its own description where it has one.
func mergeTargets(stages []targets.Target, ours []Target) []targets.Target {
	merged := slices.Clone(stages)
	for _, t := range ours {
		i := slices.IndexFunc(merged, func(s targets.Target) bool { return s.Name == t.Name })
		if i < 0 {
			merged = append(merged, targets.Target{Name: t.Name, Description: t.Description})
			continue
		}
		if merged[i].Description == "" || t.Name != TargetRootfs {
			merged[i].Description = t.Description
		}
	}
	return merged
}
