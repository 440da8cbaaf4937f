package frontend

import (
	"context"
	"maps"
	"strings"

	"github.com/distribution/reference"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"

	"github.com/amikit/amikit/internal/option"
)

// purpose is what the Dockerfile's result is built for.
type purpose int

const (
	rootfsResult purpose = iota // the client's result
	rootfsInput                 // one step of a larger graph
)

// plain builds what the Dockerfile frontend would: the target that the client
// names, or the last stage.
func (r *Request) plain(ctx context.Context) (*client.Result, error) {
	if err := r.checkTarget(ctx); err != nil {
		return nil, err
	}
	opts := maps.Clone(r.opts)
	r.stopForwardingToSelf(ctx, opts)
	return r.dockerfileFrontend(ctx, opts)
}

// noDockerfile is what a root filesystem can be made of.
const noDockerfile = "no root filesystem; give a Dockerfile (another name by --file, buildctl: --opt filename=…), or an image by build arg " +
	option.ISOImage

// buildDockerfile builds the root filesystem for all platforms: stage iso-image,
// else the last stage.
func (r *Request) buildDockerfile(ctx context.Context, why purpose) (*client.Result, error) {
	if _, err := r.source(ctx); isNotExist(err) {
		return nil, annotate(noDockerfile, err)
	}
	opts := maps.Clone(r.opts)
	opts[keyTarget] = r.rootfsStage(ctx)
	if why == rootfsInput {
		// A list of what is in the image belongs to an image, not to a disk.
		maps.DeleteFunc(opts, func(key, _ string) bool { return strings.HasPrefix(key, "attest:sbom") })
	}
	r.stopForwardingToSelf(ctx, opts)
	return r.dockerfileFrontend(ctx, opts)
}

// rootfsStage is the stage that is the root filesystem; "" is the last one.
func (r *Request) rootfsStage(ctx context.Context) string {
	if r.hasStage(ctx, TargetRootfs) {
		return TargetRootfs
	}
	return ""
}

// source reads the Dockerfile once.
func (r *Request) source(ctx context.Context) (*dockerui.Source, error) {
	return r.dockerfile.get(func() (*dockerui.Source, error) { return r.UI.ReadEntrypoint(ctx, "Dockerfile") })
}

// stopForwardingToSelf sets the option that tells the Dockerfile frontend that it
// was already forwarded to, where the Dockerfile's syntax line names this very
// image: else we would be started a second time.
func (r *Request) stopForwardingToSelf(ctx context.Context, opts map[string]string) {
	self := opts[keySource]
	if self == "" || opts[keyCmdline] != "" {
		return
	}
	if line := r.syntaxLine(ctx, opts); line != "" && sameImage(strings.Fields(line)[0], self) {
		opts[keyCmdline] = line
	}
}

// syntaxLine is what the build is told to be forwarded to.
func (r *Request) syntaxLine(ctx context.Context, opts map[string]string) string {
	if line := strings.TrimSpace(opts[keySyntaxArg]); line != "" {
		return line
	}
	src, err := r.source(ctx)
	if err != nil {
		return ""
	}
	_, line, _, _ := parser.DetectSyntax(src.Data)
	return line
}

func sameImage(a, b string) bool {
	return normalImage(a) == normalImage(b)
}

func normalImage(ref string) string {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return ref
	}
	return reference.TagNameOnly(named).String()
}
