package frontend

import (
	"context"
	"encoding/base64"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/amikit/amikit/internal/step"
	amillb "github.com/amikit/amikit/llb"
)

// MetadataKey is the key of ami.json in the client's metadata file; a build for
// several platforms puts "/" and the platform behind it. In the exporter's
// response the value is base64, as buildctl and buildx expect of an object.
const MetadataKey = "frontend.amikit.ami"

// solveAMI builds target aws-cloud-image.
func solveAMI(ctx context.Context, r *Request) (*client.Result, error) {
	if err := r.preparePublish(); err != nil {
		return nil, err
	}
	if err := r.loadUEFIData(ctx); err != nil {
		return nil, err
	}
	if err := r.prepareDisk(ctx); err != nil {
		return nil, err
	}
	if err := r.checkPublish(ctx); err != nil {
		return nil, err
	}
	return r.each(ctx, r.publishPart)
}

func (r *Request) preparePublish() error {
	if err := requirePublish(r.Settings); err != nil {
		return err
	}
	return r.checkCapabilities(publishCapabilities())
}

// publishPart publishes one platform's disk and hands its ami.json to the client.
func (r *Request) publishPart(ctx context.Context, p ocispecs.Platform) (*part, error) {
	state, err := r.AMI(ctx, p)
	if err != nil {
		return nil, err
	}
	ref, err := r.Evaluate(ctx, state)
	if err != nil {
		return nil, err
	}
	data, err := dockerui.ReadFile(ctx, ref, step.ResultFile)
	if err != nil {
		return nil, annotate("read the result", err)
	}
	return &part{ref: ref, meta: map[string][]byte{MetadataKey: inline(data)}}, nil
}

// inline is the form of a JSON object that clients put into their metadata file
// as an object and not as a string.
func inline(data []byte) []byte {
	return []byte(base64.StdEncoding.EncodeToString(data))
}

// makeAMI publishes the disk, with all that it was built from.
func makeAMI(ctx context.Context, r *Request, p ocispecs.Platform) (llb.State, error) {
	disk, err := r.Disk(ctx, p)
	if err != nil {
		return llb.State{}, err
	}
	o, err := r.publishOptions(ctx, p)
	if err != nil {
		return llb.State{}, err
	}
	if o.Provenance, err = r.provenance(ctx, disk); err != nil {
		return llb.State{}, err
	}
	return amillb.Publish(r.Tool, disk, o), nil
}

// checkPublish runs the publishing step's own check of settings and credentials,
// before the long work: only a step sees the client's secrets.
func (r *Request) checkPublish(ctx context.Context) error {
	o, err := r.publishOptions(ctx, r.Platforms[0])
	if err != nil {
		return err
	}
	o.Target = nil
	_, err = r.Evaluate(ctx, amillb.Check(r.Tool, o))
	return r.nameSlips(ctx, err)
}

func (r *Request) publishOptions(ctx context.Context, p ocispecs.Platform) (amillb.PublishOptions, error) {
	dgst, err := r.toolDigest(ctx)
	return amillb.PublishOptions{
		Settings:   r.Settings,
		Nonce:      r.Nonce,
		Suffix:     r.suffix(p),
		Frontend:   dgst,
		Target:     r.target(p),
		Network:    r.UI.NetworkMode,
		Proxy:      proxyOf(r.UI.BuildArgs),
		ExtraHosts: r.UI.ExtraHosts,
		CacheID:    r.UI.CacheIDNamespace + "/amikit",
	}, err
}

// suffix is put into names, so that two platforms never fight for one. A client
// that gives each platform to another daemon asks each of them for one alone, and
// says that the result is for several.
func (r *Request) suffix(p ocispecs.Platform) string {
	if len(r.Platforms) < 2 && !r.UI.MultiPlatformRequested {
		return ""
	}
	return p.Architecture + p.Variant
}

// toolDigest is the digest of the image with the programs; "" where they are of
// no image.
func (r *Request) toolDigest(ctx context.Context) (string, error) {
	images, err := r.imagesOf(ctx, r.Tool.Image)
	if err != nil || len(images) == 0 {
		return "", err
	}
	_, dgst, _ := strings.Cut(images[0], "@")
	return dgst, nil
}
