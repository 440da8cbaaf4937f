package llb

import "github.com/moby/buildkit/client/llb"

// Pick returns the files of a state that match the patterns, in their folders, so
// that what stands on it depends on nothing else.
func Pick(state llb.State, name string, patterns []string) llb.State {
	return llb.Scratch().File(
		llb.Copy(state, "/", "/", &llb.CopyInfo{CopyDirContentsOnly: true, IncludePatterns: patterns}),
		llb.WithCustomName("[internal] pick "+name))
}
