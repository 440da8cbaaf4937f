package frontend

import (
	"fmt"
	"strings"

	gwpb "github.com/moby/buildkit/frontend/gateway/pb"
	"github.com/moby/buildkit/solver/pb"
	"github.com/moby/buildkit/util/apicaps"
)

// capability is something that a daemon must know for a target.
type capability struct {
	id    apicaps.CapID
	since string // the BuildKit version that has it
	use   string
}

func diskCapabilities() []capability {
	return []capability{
		{pb.CapExecMetaSecurity, "v0.5", "privileged steps"},
		{gwpb.CapGatewayExec, "v0.8", "looking at a failed step"},
		{pb.CapExecMountContentCache, "v0.13", "mounting a disk without hashing it"},
	}
}

func publishCapabilities() []capability {
	return append(diskCapabilities(), capability{pb.CapExecSecretEnv, "v0.10", "secrets in the environment"})
}

// OldDaemonError is a daemon without something that the target needs.
type OldDaemonError struct {
	// Daemon is its version; empty where it did not say.
	Daemon string
	// Missing are what it lacks and the versions that have it.
	Missing []string
}

// Error names the daemon's version and all that it lacks.
func (e *OldDaemonError) Error() string {
	daemon := "this BuildKit daemon"
	if e.Daemon != "" {
		daemon += " (" + e.Daemon + ")"
	}
	return fmt.Sprintf("%s is too old: it lacks %s; update it", daemon, strings.Join(e.Missing, ", "))
}

// checkCapabilities names everything that the daemon lacks, at once.
func (r *Request) checkCapabilities(wanted []capability) error {
	o := r.UI.BuildOpts()
	var missing []string
	for _, c := range wanted {
		if o.LLBCaps.Supports(c.id) != nil && o.Caps.Supports(c.id) != nil {
			missing = append(missing, fmt.Sprintf("%s (%s, since %s)", c.use, c.id, c.since))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return &OldDaemonError{Daemon: r.cfg.daemon, Missing: missing}
}
