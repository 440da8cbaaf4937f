package frontend

import (
	"context"
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/opencontainers/go-digest"

	amillb "github.com/amikit/amikit/llb"
)

// contextFiles returns the files of the build context that match the patterns,
// and no others: not cut by .dockerignore, where they may stand to stay out of
// the image. A named context of that name takes the build context's place. In a
// folder of the client a link's target comes along where the link is named in full.
func (r *Request) contextFiles(ctx context.Context, name string, patterns []string) (*llb.State, error) {
	nc, err := r.namedContext(name)
	if err != nil {
		return nil, err
	}
	if nc != nil {
		state, _, err := nc.Load(ctx)
		if err != nil {
			return nil, annotate("load context "+name, err)
		}
		return r.only(*state, name, patterns), nil
	}
	remote, err := r.hasRemoteContext(ctx)
	if err != nil {
		return nil, err
	}
	if remote {
		state, err := r.UI.MainContext(ctx)
		if err != nil {
			return nil, err
		}
		return r.only(*state, name, patterns), nil
	}
	state := llb.Local(dockerui.DefaultLocalNameContext,
		llb.SessionID(r.localSession(dockerui.DefaultLocalNameContext)),
		llb.IncludePatterns(patterns),
		llb.FollowPaths(slices.DeleteFunc(slices.Clone(patterns), isPattern)),
		llb.SharedKeyHint(dockerui.DefaultLocalNameContext+"-"+name),
		dockerui.WithInternalName("load "+name))
	return &state, nil
}

func (r *Request) only(state llb.State, name string, patterns []string) *llb.State {
	picked := amillb.Pick(state, name, patterns)
	return &picked
}

func (r *Request) namedContext(name string) (*dockerui.NamedContext, error) {
	platform := r.Tool.Platform
	return r.UI.NamedContext(name, dockerui.ContextOpt{Platform: &platform, ResolveMode: r.UI.ImageResolveMode.String()})
}

func (r *Request) hasNamedContext(name string) bool {
	_, named := r.opts["context:"+strings.ToLower(name)]
	return named
}

// solveFiles loads the files, and returns the vertex for warnings; no reference
// where there is no file.
func (r *Request) solveFiles(ctx context.Context, state llb.State) (client.Reference, digest.Digest, error) {
	head, err := r.vertexOf(ctx, state)
	if err != nil {
		return nil, "", err
	}
	ref, err := r.solve(ctx, state, true)
	return ref, head, err
}
