// Package llb makes the graph of a build: pure functions from typed options to
// states of BuildKit's own llb package. Nothing here does I/O, looks at a clock
// or is random, so equal options are an equal graph.
//
// Beside BuildKit's package of the same name it is imported as amillb.
package llb

import (
	"github.com/moby/buildkit/client/llb"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// Tool is where the programs of the steps come from.
type Tool struct {
	// Image holds the programs; the publishing step has it as its root.
	Image llb.State
	// Path is the whole program in Image, such as "/amikit".
	Path string
	// DiskPath is the disk program in Image, such as "/amikit-disk". The disk
	// steps mount this one file, so that nothing else of Image is in their keys.
	DiskPath string
	// Platform is where the programs run: the worker's, whatever the disk's is.
	Platform ocispecs.Platform
}
