package llb

import "github.com/moby/buildkit/client/llb"

// releaseFiles say which distribution a root filesystem is.
func releaseFiles() []string {
	return []string{"etc/kairos-release", "etc/os-release", "usr/lib/os-release"}
}

// Release returns the release files of a root filesystem alone. It is a vertex
// of some hundred bytes, so that a cached build can look at them without
// evaluating or pulling the root filesystem.
func Release(root llb.State) llb.State {
	return llb.Scratch().File(
		llb.Copy(root, "/", "/", &llb.CopyInfo{CopyDirContentsOnly: true, IncludePatterns: releaseFiles()}),
		llb.WithCustomName("[internal] release files"))
}
