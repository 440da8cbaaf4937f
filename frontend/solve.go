package frontend

import (
	"context"
	"fmt"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"
)

// Evaluate solves a state and waits until it is built, so that a failed step is
// explained here and not by an exporter. An error is a [StepError] where the
// step left its own message.
func (r *Request) Evaluate(ctx context.Context, state llb.State) (client.Reference, error) {
	ref, err := r.solve(ctx, state, true)
	return ref, r.explain(ctx, err)
}

// solve returns a reference of the state; evaluate waits until it is built.
func (r *Request) solve(ctx context.Context, state llb.State, evaluate bool) (client.Reference, error) {
	def, err := state.Marshal(ctx, r.marshalOpts())
	if err != nil {
		return nil, fmt.Errorf("draw the graph: %w", err)
	}
	res, err := r.Client.Solve(ctx, client.SolveRequest{
		Evaluate:     evaluate,
		Definition:   def.ToPB(),
		CacheImports: r.UI.CacheImports,
	})
	if err != nil {
		return nil, err
	}
	return res.SingleRef()
}
