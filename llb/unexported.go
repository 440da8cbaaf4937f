package llb

import (
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"

	"github.com/amikit/amikit/internal/step"
)

// noSession is the ID of a session that there never is. Where a local source
// names it, BuildKit takes the folder from any session of the build instead,
// after five seconds; the result is in the daemon's cache until it is pruned.
const noSession = "amikit-unexported"

// Unexported is an empty folder whose presence keeps a step out of exported
// caches. BuildKit (v0.34) exports a step's result whatever llb.WithoutExportCache
// says, in every mode, run or found in its cache: solver/edge.go hands that word
// on with a step's keys and not with its result. It exports no step with an input
// that has no key outside of the daemon, and local sources alone are such inputs,
// each session another one; this one is the same in all builds, so that the step
// is still found in the daemon's own cache. It is read from the folder that the
// client offers by that name; nothing of it is sent.
func Unexported(folder string) llb.State {
	return llb.Local(folder,
		llb.SessionID(noSession),
		llb.FollowPaths([]string{noSession}),
		llb.SharedKeyHint(noSession),
		llb.Differ(llb.DiffNone, false),
		dockerui.WithInternalName("keep the disk out of exported caches"))
}

// unexported mounts the folder, by its key and not by its content.
func unexported(state *llb.State) []llb.RunOption {
	if state == nil {
		return nil
	}
	return []llb.RunOption{llb.AddMount(step.Unexported, *state, llb.Readonly, llb.ContentCache(llb.MountContentCacheOff))}
}
