package frontend

import (
	"context"
	"fmt"

	"github.com/distribution/reference"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerui"
)

// toolImage returns the image that a setting names, for the worker's platform and
// pinned by digest; nil where the setting is empty. As everywhere in a build, a
// named context of the same name takes its place.
func (r *Request) toolImage(ctx context.Context, setting string) (*llb.State, error) {
	ref := r.setting(setting)
	if ref == "" {
		return nil, nil
	}
	state, err := r.namedImage(ctx, ref)
	if err != nil {
		return nil, annotate(fmt.Sprintf("load %s=%s", setting, ref), err)
	}
	return state, nil
}

func (r *Request) namedImage(ctx context.Context, ref string) (*llb.State, error) {
	platform := r.Tool.Platform
	mode := r.UI.ImageResolveMode.String()
	nc, err := r.UI.NamedContext(ref, dockerui.ContextOpt{Platform: &platform, ResolveMode: mode})
	if err != nil {
		return nil, err
	}
	if nc != nil {
		state, _, err := nc.Load(ctx)
		return state, err
	}
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return nil, err
	}
	pinned, dgst, _, err := r.Client.ResolveImageConfig(ctx, reference.TagNameOnly(named).String(), sourceresolver.Opt{
		LogName:  "[internal] load metadata for " + ref,
		ImageOpt: &sourceresolver.ResolveImageOpt{Platform: &platform, ResolveMode: mode},
	})
	if err != nil {
		return nil, err
	}
	return pin(pinned, dgst.String(), llb.Platform(platform))
}

// pin returns the image by its digest, so that equal content is an equal vertex.
func pin(ref, dgst string, opts ...llb.ImageOption) (*llb.State, error) {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return nil, err
	}
	if _, ok := named.(reference.Digested); !ok {
		ref += "@" + dgst
	}
	state := llb.Image(ref, opts...)
	return &state, nil
}
