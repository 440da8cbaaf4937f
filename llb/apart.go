package llb

import (
	"github.com/moby/buildkit/client/llb"

	"github.com/amikit/amikit/internal/step"
)

// Apart returns the content of an exec's root as a vertex of its own. An exec
// with one result in two mounts loses its error when it fails: BuildKit's gateway
// releases that result twice. The folder is a mount point of every exec of ours,
// so they see no difference.
func Apart(root llb.State, t Tool) llb.State {
	return root.File(llb.Mkdir(step.Work, 0o755, llb.WithParents(true)),
		llb.Platform(t.Platform), llb.WithCustomName("[internal] tools apart from the root filesystem"))
}
