package frontend

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"

	amillb "github.com/amikit/amikit/llb"
)

// What is said about caches where a disk, or what it is made of, can be exported.
const (
	exportableDisk = "this build's cache (--cache-to) would hold the disk, with its cloud-config or content: " +
		"offer any folder of yours to keep it out, --build-context unexported=DIR " +
		"(buildctl: --local unexported=DIR --opt context:unexported=local:unexported)"
	exportableArchive = "a cache of mode=max (--cache-to) would hold the context's archive, with the cloud-config or content in it: " +
		"give the cloud-config as the secret user-data, and content by a folder, --build-context content=DIR"
)

// unexported keeps a disk with a cloud-config or content out of exported caches.
// A build without a folder of the client has nothing to do it with, and says so.
func (r *Request) unexported(ctx context.Context, u *userData, c *contentFiles) *llb.State {
	if !u.given() && c.state == nil {
		return nil
	}
	folder, err := r.clientFolder(ctx)
	if err != nil || folder == "" {
		r.exportable.Do(func() { r.warn(ctx, u.vertex, exportableDisk) })
		return nil
	}
	if r.inArchive(u, c) {
		r.exportable.Do(func() { r.warn(ctx, u.vertex, exportableArchive) })
	}
	state := amillb.Unexported(folder)
	return &state
}

// clientFolder is the name of a folder that the client offers: the context, else
// a named context, else that of the Dockerfile. It is empty where the client
// offers none that is known by the options.
func (r *Request) clientFolder(ctx context.Context) (string, error) {
	remote, err := r.hasRemoteContext(ctx)
	if err != nil {
		return "", err
	}
	if !remote {
		return dockerui.DefaultLocalNameContext, nil
	}
	for _, key := range slices.Sorted(maps.Keys(r.opts)) {
		if name, ok := strings.CutPrefix(r.opts[key], "local:"); ok && strings.HasPrefix(key, "context:") {
			return name, nil
		}
	}
	return r.opts[keyDockerfileKey], nil
}

// inArchive tells whether what is private comes from an archive that BuildKit
// unpacks, which is a step like any other.
func (r *Request) inArchive(u *userData, c *contentFiles) bool {
	_, isGit, _ := dockerui.DetectGitContext(r.mainContext(), nil)
	if _, _, isHTTP := dockerui.DetectHTTPContext(r.mainContext()); isGit || !isHTTP {
		return false
	}
	return u.state != nil || c.state != nil && !r.hasNamedContext(ContentContext)
}
