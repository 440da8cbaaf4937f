package frontend

import (
	"context"
	"fmt"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
	srctypes "github.com/moby/buildkit/source/types"
	"github.com/opencontainers/go-digest"

	amillb "github.com/amikit/amikit/llb"
)

// apart returns the tools that a disk is made with, as another vertex where they
// are the very image that becomes the disk; see [amillb.Apart].
func (r *Request) apart(ctx context.Context, tools, root llb.State) (llb.State, error) {
	a, err := r.contentOf(ctx, tools)
	if err != nil {
		return tools, err
	}
	b, err := r.contentOf(ctx, root)
	if err != nil || !a.same(b) {
		return tools, err
	}
	return amillb.Apart(tools, r.Tool), nil
}

// contentID is what the daemon knows a state's content by.
type contentID struct {
	name   string // of a source, else the digest of the last vertex
	pinned string // an image's digest; empty where the daemon is to find it
}

// same tells whether both are one content: an image's digest decides, else its name.
func (i contentID) same(other contentID) bool {
	if i.pinned != "" && other.pinned != "" {
		return i.pinned == other.pinned
	}
	return i.name == other.name
}

func (r *Request) contentOf(ctx context.Context, state llb.State) (contentID, error) {
	def, err := state.Marshal(ctx, r.marshalOpts())
	if err != nil {
		return contentID{}, fmt.Errorf("draw the graph: %w", err)
	}
	head, err := def.Head()
	if err != nil {
		return contentID{}, fmt.Errorf("draw the graph: %w", err)
	}
	for _, data := range def.Def {
		var op pb.Op
		if digest.FromBytes(data) != head {
			continue
		}
		if err := op.UnmarshalVT(data); err != nil {
			return contentID{}, fmt.Errorf("read the graph: %w", err)
		}
		scheme, image, _ := strings.Cut(op.GetSource().GetIdentifier(), "://")
		if scheme == srctypes.DockerImageScheme || scheme == srctypes.OCIScheme {
			name, pinned, _ := strings.Cut(image, "@")
			return contentID{name, pinned}, nil
		}
	}
	return contentID{name: head.String()}, nil
}
