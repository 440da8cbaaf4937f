package frontend

import (
	"context"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/pb"
	"github.com/tonistiigi/fsutil/types"
)

// metadataFile is what a transfer of metadata alone leaves: each entry's length in
// four bytes and the entry (fsutil, receive.go).
const metadataFile = ".fsutil-metadata"

// warnLeftOut names what lies beside the bundles in the content folders of the
// client's build context, of which the names alone are sent. Where they cannot be
// asked for nothing is said: it would stay out all the same.
func (r *Request) warnLeftOut(ctx context.Context) {
	remote, err := r.hasRemoteContext(ctx)
	caps := r.UI.BuildOpts().LLBCaps
	if err != nil || remote || r.hasNamedContext(ContentContext) || caps.Supports(pb.CapSourceMetadataTransfer) != nil {
		return
	}
	ref, vertex, err := r.solveFiles(ctx, llb.Local(dockerui.DefaultLocalNameContext,
		llb.SessionID(r.localSession(dockerui.DefaultLocalNameContext)),
		llb.IncludePatterns([]string{"content-*/*"}), llb.MetadataOnlyTransfer(nil),
		llb.SharedKeyHint(dockerui.DefaultLocalNameContext+"-content-names"),
		dockerui.WithInternalName("list content folders")))
	if err != nil || ref == nil {
		return
	}
	data, err := ref.ReadFile(ctx, client.ReadRequest{Filename: metadataFile})
	if err != nil {
		return
	}
	if names := leftOut(data); len(names) > 0 {
		r.warn(ctx, vertex, leftOutText(names))
	}
}

// leftOut returns what is directly in a content folder and is no bundle.
func leftOut(metadata []byte) []string {
	var names []string
	for len(metadata) >= 4 {
		length := int(binary.LittleEndian.Uint32(metadata))
		if length > len(metadata)-4 {
			break
		}
		var stat types.Stat
		if stat.UnmarshalVT(metadata[4:4+length]) != nil {
			break
		}
		if name := contextPath(stat.Path); strings.HasPrefix(name, "content-") && strings.Count(name, "/") == 1 && !isBundle(name) {
			names = append(names, name)
		}
		metadata = metadata[4+length:]
	}
	return names
}

func leftOutText(names []string) string {
	const shown = 3
	what := strings.Join(names[:min(shown, len(names))], ", ")
	if more := len(names) - shown; more > 0 {
		what += fmt.Sprintf(" and %d more", more)
	}
	return what + ": no *.zst or *.tar, and left out of the content partition"
}
