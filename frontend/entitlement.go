package frontend

import (
	"context"
	"strings"

	"github.com/moby/buildkit/solver/pb"
	"google.golang.org/grpc/status"
)

// insecureRefused is what BuildKit says of a privileged step that it may not run.
const insecureRefused = "security.insecure is not allowed"

// clientProduct is the name by which amikit build shows itself. Every other
// client starts a frontend in a container, which does not learn who asks.
const clientProduct = "amikit"

// EntitlementError is a build that needs security.insecure where the client did
// not allow it.
type EntitlementError struct {
	// Product is the client's; empty where it is unknown.
	Product string
	// Err is BuildKit's own error.
	Err error
}

// Error names the flag of the client, the daemon's setting, and the way without.
func (e *EntitlementError) Error() string {
	parts := []string{"auroraboot needs the entitlement security.insecure, which this build does not have"}
	if e.Product == clientProduct {
		parts = append(parts, "give amikit build --allow security.insecure")
	} else {
		parts = append(parts,
			"buildctl build, docker buildx build: give --allow security.insecure",
			"bake: entitlements = [\"security.insecure\"] in the target, and --allow security.insecure",
			"Earthly: --allow-privileged (-P)")
	}
	return strings.Join(append(parts,
		"the daemon has to grant it too: buildkitd --allow-insecure-entitlement security.insecure, or insecure-entitlements in buildkitd.toml"+
			" (a buildx builder: docker buildx create --buildkitd-flags '--allow-insecure-entitlement security.insecure')",
		"or make the disk without it, a Kairos one too: --build-arg DISK_BUILDER=builtin (buildctl: --opt build-arg:DISK_BUILDER=builtin)",
	), "; ")
}

// Unwrap returns BuildKit's own error.
func (e *EntitlementError) Unwrap() error { return e.Err }

// GRPCStatus is the status that the client sees.
func (e *EntitlementError) GRPCStatus() *status.Status { return statusOf(e.Error(), e.Err) }

func isInsecureRefused(err error) bool {
	return err != nil && strings.Contains(err.Error(), insecureRefused)
}

func (r *Request) refused(err error) *EntitlementError {
	return &EntitlementError{Product: r.UI.BuildOpts().Product, Err: err}
}

// probeInsecure finds out once whether a privileged step may run. The first
// result is an [EntitlementError] where it may not.
func (r *Request) probeInsecure(ctx context.Context) (refused, err error) {
	return r.insecure.get(func() (error, error) {
		err := r.runTool(ctx, toolRun{args: []string{"version"}, security: pb.SecurityMode_INSECURE})
		if isInsecureRefused(err) {
			return r.refused(err), nil
		}
		return nil, annotate("probe for security.insecure", err)
	})
}
