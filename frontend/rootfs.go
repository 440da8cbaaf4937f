package frontend

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/exporter/containerimage/exptypes"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// solveRootfs builds target iso-image: a named context or ISO_IMAGE, else what
// the Dockerfile frontend makes, untouched.
func solveRootfs(ctx context.Context, r *Request) (*client.Result, error) {
	if err := checkCloud(r.Settings); err != nil {
		return nil, err
	}
	if r.isCloudImage(false) {
		return r.solveCloudRootfs(ctx)
	}
	if len(r.cfg.rootfs) > 0 {
		return r.SolveEach(ctx, r.Rootfs)
	}
	if !r.hasRootfsContext() {
		r.warnTypos(ctx)
		return r.buildDockerfile(ctx, rootfsResult)
	}
	return r.each(ctx, func(ctx context.Context, p ocispecs.Platform) (*part, error) {
		state, config, err := r.loadRootfs(ctx, p)
		if err != nil {
			return nil, err
		}
		ref, err := r.solve(ctx, state, false)
		return &part{ref: ref, config: config}, err
	})
}

// solveCloudRootfs builds target iso-image with the steps of a cloud image.
func (r *Request) solveCloudRootfs(ctx context.Context) (*client.Result, error) {
	r.warnTypos(ctx)
	return r.each(ctx, func(ctx context.Context, p ocispecs.Platform) (*part, error) {
		root, err := r.Rootfs(ctx, p)
		if err != nil {
			return nil, err
		}
		config, err := r.rootfsConfig(ctx, p)
		if err != nil {
			return nil, err
		}
		if root, err = r.cloudRoot(ctx, root, p); err != nil {
			return nil, err
		}
		ref, err := r.Evaluate(ctx, root)
		return &part{ref: ref, config: config}, err
	})
}

// rootfsConfig is the image config of a root filesystem that was loaded; nil
// where it has none.
func (r *Request) rootfsConfig(ctx context.Context, p ocispecs.Platform) ([]byte, error) {
	if r.hasRootfsContext() {
		_, config, err := r.loadRootfs(ctx, p)
		return config, err
	}
	res, err := r.rootfs.get(func() (*client.Result, error) { return r.buildDockerfile(ctx, rootfsInput) })
	if err != nil {
		return nil, err
	}
	id := platforms.FormatAll(platforms.Normalize(p))
	if config, ok := res.Metadata[exptypes.ExporterImageConfigKey+"/"+id]; ok {
		return config, nil
	}
	return res.Metadata[exptypes.ExporterImageConfigKey], nil
}

// makeRootfs takes the named context or ISO_IMAGE, else the Dockerfile's result.
func makeRootfs(ctx context.Context, r *Request, p ocispecs.Platform) (llb.State, error) {
	if r.hasRootfsContext() {
		state, _, err := r.loadRootfs(ctx, p)
		return state, err
	}
	res, err := r.rootfs.get(func() (*client.Result, error) { return r.buildDockerfile(ctx, rootfsInput) })
	if err != nil {
		return llb.State{}, err
	}
	ref, ok := res.FindRef(platforms.FormatAll(platforms.Normalize(p)))
	if !ok {
		return llb.State{}, fmt.Errorf("the Dockerfile's result has no platform %s", platforms.Format(p))
	}
	if ref == nil {
		return llb.Scratch(), nil
	}
	return ref.ToState()
}

// hasRootfsContext tells whether the root filesystem of every platform comes from
// elsewhere than a Dockerfile, which then need not exist. A context that is wrong
// counts: loading it says why.
func (r *Request) hasRootfsContext() bool {
	for _, p := range r.Platforms {
		if nc, err := r.namedRootfs(p); err == nil && nc == nil {
			return false
		}
	}
	return true
}

func (r *Request) namedRootfs(p ocispecs.Platform) (*dockerui.NamedContext, error) {
	return r.UI.NamedContext(TargetRootfs, dockerui.ContextOpt{
		Platform:    &p,
		ResolveMode: r.UI.ImageResolveMode.String(),
	})
}

// loadRootfs returns the named context and its image config, nil where it is none.
func (r *Request) loadRootfs(ctx context.Context, p ocispecs.Platform) (llb.State, []byte, error) {
	nc, err := r.namedRootfs(p)
	if err != nil {
		return llb.State{}, nil, err
	}
	state, image, err := nc.Load(ctx)
	if err != nil {
		return llb.State{}, nil, annotate("load the root filesystem", err)
	}
	if image == nil {
		return *state, nil, nil
	}
	config, err := json.Marshal(image)
	if err != nil {
		return llb.State{}, nil, fmt.Errorf("encode the image config: %w", err)
	}
	return *state, config, nil
}
