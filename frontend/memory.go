package frontend

import (
	"context"
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/pb"
	"github.com/moby/buildkit/solver/result"
)

// memory is a gateway that asks the daemon once for what a build asks for several
// times: the Dockerfile, which is read here and by the Dockerfile frontend, its
// ignore file, and the inputs.
type memory struct {
	client.Client
	inputs lazy[map[string]llb.State]
	loads  answers[*client.Result] // of the client's folders, by definition
}

// Inputs are the client's.
func (m *memory) Inputs(ctx context.Context) (map[string]llb.State, error) {
	return m.inputs.get(func() (map[string]llb.State, error) { return m.Client.Inputs(ctx) })
}

// Solve loads files of one of the client's folders once.
func (m *memory) Solve(ctx context.Context, req client.SolveRequest) (*client.Result, error) {
	if !loadsFolder(req) {
		return m.Client.Solve(ctx, req)
	}
	return m.loads.get(keyOf(req.Definition), func() (*client.Result, error) {
		res, err := m.Client.Solve(ctx, req)
		if err != nil {
			return nil, err
		}
		return result.ConvertResult(res, func(ref client.Reference) (client.Reference, error) { return &knownFiles{Reference: ref}, nil })
	})
}

// NewContainer mounts the daemon's own references, which a gateway insists on.
func (m *memory) NewContainer(ctx context.Context, req client.NewContainerRequest) (client.Container, error) {
	req.Mounts = slices.Clone(req.Mounts)
	for i := range req.Mounts {
		req.Mounts[i].Ref = daemonRef(req.Mounts[i].Ref)
	}
	return m.Client.NewContainer(ctx, req)
}

// loadsFolder tells whether a request is for files of a client's folder alone,
// which are the same for the whole of a build.
func loadsFolder(req client.SolveRequest) bool {
	def := req.Definition
	if def == nil || len(def.Def) != 2 || req.Evaluate || len(req.CacheImports)+len(req.SourcePolicies) > 0 {
		return false
	}
	var op pb.Op
	return op.UnmarshalVT(def.Def[0]) == nil && strings.HasPrefix(op.GetSource().GetIdentifier(), "local://")
}

// keyOf is the same for equal graphs.
func keyOf(def *pb.Definition) string {
	sum := sha256.New()
	for _, op := range def.Def {
		_, _ = sum.Write(op) // never fails
	}
	return string(sum.Sum(nil))
}

// daemonResult is the result with the daemon's own references.
func daemonResult(res *client.Result) (*client.Result, error) {
	if res == nil {
		return nil, nil
	}
	return result.ConvertResult(res, func(ref client.Reference) (client.Reference, error) { return daemonRef(ref), nil })
}

func daemonRef(ref client.Reference) client.Reference {
	if known, ok := ref.(*knownFiles); ok {
		return known.Reference
	}
	return ref
}
