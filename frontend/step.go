package frontend

import (
	"context"

	"github.com/moby/buildkit/client/llb"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// Step returns what one step of the graph makes for a platform. It solves nothing.
type Step func(ctx context.Context, r *Request, p ocispecs.Platform) (llb.State, error)

// Wrap makes a step of another one: it may change what next returns, or not call it.
type Wrap func(next Step) Step

// WithRootfs replaces the step that makes the root filesystem; see [Request.Rootfs].
// Of several, the last one is called first.
func WithRootfs(w Wrap) Option { return func(cfg *config) { cfg.rootfs = append(cfg.rootfs, w) } }

// WithDisk replaces the step that makes the raw disk; see [Request.Disk].
func WithDisk(w Wrap) Option { return func(cfg *config) { cfg.disk = append(cfg.disk, w) } }

// WithAMI replaces the step that publishes the disk; see [Request.AMI].
func WithAMI(w Wrap) Option { return func(cfg *config) { cfg.ami = append(cfg.ami, w) } }

// wrapped is a step with all that is around it.
func wrapped(step Step, around []Wrap) Step {
	for _, w := range around {
		step = w(step)
	}
	return step
}

// Rootfs returns the root filesystem for one platform. It is not built yet.
func (r *Request) Rootfs(ctx context.Context, p ocispecs.Platform) (llb.State, error) {
	return wrapped(makeRootfs, r.cfg.rootfs)(ctx, r, p)
}

// Disk returns the raw disk for one platform: one *.raw and disk.json. It is not
// built yet.
func (r *Request) Disk(ctx context.Context, p ocispecs.Platform) (llb.State, error) {
	return wrapped(makeDisk, r.cfg.disk)(ctx, r, p)
}

// AMI returns the publishing step for one platform: ami.json and ami-id. It runs
// when it is evaluated, once in each build.
func (r *Request) AMI(ctx context.Context, p ocispecs.Platform) (llb.State, error) {
	return wrapped(makeAMI, r.cfg.ami)(ctx, r, p)
}
