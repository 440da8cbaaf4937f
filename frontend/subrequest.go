package frontend

import (
	"context"
	"maps"

	"github.com/moby/buildkit/frontend/dockerfile/builder"
	"github.com/moby/buildkit/frontend/gateway/client"
)

// subrequest answers a question about the build, without building.
func (r *Request) subrequest(ctx context.Context, id string) (*client.Result, error) {
	return builder.Build(ctx, &withOpts{r.Client, maps.Clone(r.opts)})
}
