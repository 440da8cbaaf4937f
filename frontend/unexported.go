package frontend

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"

	"github.com/amikit/amikit/internal/option"
	amillb "github.com/amikit/amikit/llb"
)

// unexported keeps a disk with a cloud-config or content out of exported caches.
// Whether the client exports one is not told to a frontend: where nothing keeps
// the disk out, only the user's word that there is none lets the build go on.
func (r *Request) unexported(ctx context.Context, u *userData, c *contentFiles) (*llb.State, error) {
	if !u.given() && c.state == nil {
		return nil, nil
	}
	folder, err := r.clientFolder(ctx)
	if err != nil {
		return nil, err
	}
	e := &ExportableError{Disk: folder == "", Archive: r.inArchive(u, c)}
	if (e.Disk || e.Archive) && r.setting(option.CacheExport) != option.NoCacheExport {
		return nil, e
	}
	if e.Disk {
		return nil, nil
	}
	state := amillb.Unexported(folder)
	return &state, nil
}

// checkUnexported is unexported before the long work.
func (r *Request) checkUnexported(ctx context.Context) error {
	if value := r.setting(option.CacheExport); value != "" && value != option.NoCacheExport {
		return fmt.Errorf("%s=%s is not known; it can be %s, or not given", option.CacheExport, value, option.NoCacheExport)
	}
	u, err := r.loadUserData(ctx)
	if err != nil {
		return err
	}
	c, err := r.loadContent(ctx)
	if err != nil {
		return err
	}
	_, err = r.unexported(ctx, u, c)
	return err
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
