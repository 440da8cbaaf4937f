package llb

import (
	"github.com/containerd/platforms"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// stepName is a vertex's name in the form of the Dockerfile's own vertices.
func stepName(target string, platform *ocispecs.Platform, text string) string {
	if platform != nil {
		target = platforms.Format(*platform) + " " + target
	}
	return "[" + target + "] " + text
}
