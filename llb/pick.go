package llb

import "github.com/moby/buildkit/client/llb"

// Pick returns the files of a state that match the patterns, in their folders, so
// that what stands on it depends on nothing else.
func Pick(state llb.State, name string, patterns []string) llb.State {
	return matching(state, patterns, "pick "+name)
}

// Release returns the release files of a root filesystem alone. It is a vertex
// of some hundred bytes, so that a cached build can look at them without
// evaluating or pulling the root filesystem.
func Release(root llb.State) llb.State {
	return matching(root, []string{"etc/kairos-release", "etc/os-release", "usr/lib/os-release"}, "release files")
}

func matching(state llb.State, patterns []string, name string) llb.State {
	return llb.Scratch().File(
		llb.Copy(state, "/", "/", &llb.CopyInfo{CopyDirContentsOnly: true, IncludePatterns: patterns}),
		llb.WithCustomName("[internal] "+name))
}
