package frontend

import (
	"context"
	"errors"
	"io"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/pb"
)

// toolRun is one run of amikit's program in a container beside the build.
type toolRun struct {
	args     []string
	mounts   []client.Mount
	stdout   io.WriteCloser
	security pb.SecurityMode
}

// runTool runs the program without network and waits for its end. It is no
// vertex of the build, leaves nothing, and takes about 0.1 s.
func (r *Request) runTool(ctx context.Context, run toolRun) error {
	ref, err := r.solve(ctx, r.Tool.Image, true)
	if err != nil {
		return err
	}
	container, err := r.Client.NewContainer(ctx, client.NewContainerRequest{
		Mounts:   append([]client.Mount{{Dest: "/", MountType: pb.MountType_BIND, Ref: ref}}, run.mounts...),
		NetMode:  pb.NetMode_NONE,
		Platform: pb.PlatformFromSpec(r.Tool.Platform),
	})
	if err != nil {
		return err
	}
	process, err := container.Start(ctx, client.StartRequest{
		Args: append([]string{r.Tool.Path}, run.args...), Cwd: "/", Stdout: run.stdout, SecurityMode: run.security,
	})
	if err == nil {
		err = process.Wait()
	}
	return errors.Join(err, container.Release(context.WithoutCancel(ctx)))
}
