package frontend

import (
	"context"

	"github.com/moby/buildkit/client/llb"

	amillb "github.com/amikit/amikit/llb"
)

// unexported keeps a disk with a cloud-config or content out of exported caches.
// A build without a folder of the client has nothing to do it with, and says so.
func (r *Request) unexported(ctx context.Context, u *userData, c *contentFiles) *llb.State {
	if !u.given() && c.state == nil {
		return nil
	}
	if remote, err := r.hasRemoteContext(ctx); remote || err != nil {
		r.exportable.Do(func() {
			r.warn(ctx, u.vertex, "the disk holds the cloud-config or content: do not export this build's cache (--cache-to), or build from a folder")
		})
		return nil
	}
	state := amillb.Unexported()
	return &state
}
