package llb

import (
	"github.com/moby/buildkit/client/llb"

	"github.com/amikit/amikit/internal/step"
)

// diskExec runs a verb of the disk program on root and returns what it writes to step.Out.
func diskExec(root llb.State, verb string, t Tool, o DiskOptions, opts ...llb.RunOption) llb.State {
	opts = append(opts,
		llb.Args([]string{step.Tool, verb}),
		llb.Network(llb.NetModeNone),
		llb.AddMount(step.Tool, t.Image, llb.SourcePath(t.DiskPath), llb.Readonly),
		llb.AddMount(step.Rootfs, o.Root, llb.Readonly),
		llb.Platform(t.Platform),
		o.name(verb),
	)
	opts = append(opts, common()...)
	opts = append(opts, environ(o.environ())...)
	opts = append(opts, o.userDataMount()...)
	opts = append(opts, o.contentMount()...)
	opts = append(opts, o.cache()...)
	return root.Run(opts...).AddMount(step.Out, llb.Scratch())
}

// common is what every exec of ours has: a root that keeps nothing, scratch
// space that is thrown away, and a place for its results and its error.
func common() []llb.RunOption {
	return []llb.RunOption{
		llb.ReadonlyRootFS(),
		llb.Dir("/"),
		llb.AddMount(step.Work, llb.Scratch(), llb.ForceNoOutput),
		llb.AddEnv(step.OutEnv, step.Out),
		llb.AddEnv("TMPDIR", step.Work),
	}
}

func environ(env []variable) []llb.RunOption {
	opts := make([]llb.RunOption, 0, len(env))
	for _, v := range env {
		opts = append(opts, llb.AddEnv(v.name, v.value))
	}
	return opts
}
