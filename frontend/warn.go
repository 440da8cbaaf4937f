package frontend

import (
	"context"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/opencontainers/go-digest"
)

// notice shows a warning beside the Dockerfile, else beside the user-data: a
// warning needs a vertex of this build.
func (r *Request) notice(ctx context.Context, message string) {
	if !r.hasRootfsContext() {
		if src, err := r.source(ctx); err == nil {
			src.Warn(ctx, message, client.WarnOpts{})
			return
		}
	}
	if u, err := r.loadUserData(ctx); err == nil {
		r.warn(ctx, u.vertex, message)
	}
}

// warn shows a warning beside a vertex of this build. A warning that cannot be
// shown is no reason to fail.
func (r *Request) warn(ctx context.Context, vertex digest.Digest, message string) {
	_ = r.Client.Warn(ctx, vertex, message, client.WarnOpts{Level: 1})
}
