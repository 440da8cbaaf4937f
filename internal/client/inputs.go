package client

import (
	"context"

	"github.com/moby/buildkit/client/llb"
	gateway "github.com/moby/buildkit/frontend/gateway/client"
)

// withoutInputs answers for the daemon that a build has no inputs: they come from
// other clients, which link their builds.
func withoutInputs(build gateway.BuildFunc) gateway.BuildFunc {
	return func(ctx context.Context, c gateway.Client) (*gateway.Result, error) {
		return build(ctx, noInputs{c})
	}
}

type noInputs struct{ gateway.Client }

// Inputs are none.
func (noInputs) Inputs(context.Context) (map[string]llb.State, error) { return nil, nil }
