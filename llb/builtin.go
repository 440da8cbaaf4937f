package llb

import (
	"github.com/moby/buildkit/client/llb"
)

// Builtin makes a raw disk with no privilege and no network. Its programs come
// from tools, or, where that is nil, from the root filesystem itself. The result
// holds one *.raw and disk.json.
func Builtin(tools *llb.State, t Tool, o DiskOptions) llb.State {
	root := emptyRoot(t)
	if tools != nil {
		root = *tools
	}
	return diskExec(root, "builtin", t, o)
}

// emptyRoot is a root for an exec that needs nothing from it. A root mount is
// never content-hashed, so our own image there would put its digest into the
// disk's key; scratch itself cannot be a read-only root.
func emptyRoot(t Tool) llb.State {
	return llb.Scratch().File(llb.Mkdir("/tmp", 0o1777),
		llb.Platform(t.Platform), llb.WithCustomName("[internal] empty root"))
}
