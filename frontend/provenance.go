package frontend

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/solver/pb"
	srctypes "github.com/moby/buildkit/source/types"
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/internal/step"
)

// provenance tells what a disk is built from, in the words of [step.Provenance]:
// every image in its graph, the Dockerfile, and the frontend itself.
func (r *Request) provenance(ctx context.Context, disk llb.State) (string, error) {
	used, err := r.imagesOf(ctx, disk)
	if err != nil {
		return "", err
	}
	own, err := r.imagesOf(ctx, r.Tool.Image)
	if err != nil {
		return "", err
	}
	p := step.Provenance{Dockerfile: r.dockerfileDigest(ctx)}
	if len(own) > 0 {
		p.Frontend = own[0]
	}
	p.Images = slices.DeleteFunc(used, func(image string) bool { return slices.Contains(own, image) })
	text, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("encode the provenance: %w", err)
	}
	return string(text), nil
}

// dockerfileDigest is empty where no Dockerfile is read.
func (r *Request) dockerfileDigest(ctx context.Context) string {
	if r.hasRootfsContext() {
		return ""
	}
	src, err := r.source(ctx)
	if err != nil {
		return ""
	}
	return digest.FromBytes(src.Data).String()
}

// imagesOf returns the images in a state's graph with their digests, sorted.
func (r *Request) imagesOf(ctx context.Context, state llb.State) ([]string, error) {
	def, err := state.Marshal(ctx, r.marshalOpts())
	if err != nil {
		return nil, fmt.Errorf("draw the graph: %w", err)
	}
	var images []string
	for _, data := range def.Def {
		var op pb.Op
		if err := op.UnmarshalVT(data); err != nil {
			return nil, fmt.Errorf("read the graph: %w", err)
		}
		image, err := r.pinned(ctx, imageOf(op.GetSource().GetIdentifier()), op.GetPlatform())
		if err != nil {
			return nil, err
		}
		if image != "" {
			images = append(images, image)
		}
	}
	slices.Sort(images)
	return slices.Compact(images), nil
}

// pinned returns an image with its digest. Named contexts are left unpinned by
// upstream; the daemon has resolved them in this build already.
func (r *Request) pinned(ctx context.Context, image string, p *pb.Platform) (string, error) {
	if image == "" || strings.Contains(image, "@") {
		return image, nil
	}
	opt := sourceresolver.ResolveImageOpt{ResolveMode: r.UI.ImageResolveMode.String()}
	if p != nil {
		platform := p.Spec()
		opt.Platform = &platform
	}
	_, dgst, _, err := r.Client.ResolveImageConfig(ctx, image, sourceresolver.Opt{
		LogName: "[internal] load metadata for " + image, ImageOpt: &opt,
	})
	if err != nil {
		return "", annotate("find the digest of "+image, err)
	}
	return image + "@" + dgst.String(), nil
}

// imageOf returns the image that a source is; "" for one that is none. The name
// of an OCI layout says nothing: clients make it up for each build.
func imageOf(source string) string {
	scheme, image, _ := strings.Cut(source, "://")
	switch scheme {
	case srctypes.DockerImageScheme:
		return image
	case srctypes.OCIScheme:
		_, dgst, _ := strings.Cut(image, "@")
		return srctypes.OCIScheme + "@" + dgst
	}
	return ""
}
