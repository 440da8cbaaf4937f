package frontend_test

import (
	"context"
	"fmt"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/amikit/amikit/frontend"
)

// A frontend with a target of its own: the description of the disk without the
// disk. As a program it is served by
//
//	grpcclient.RunFromEnvironment(ctx, build)
func ExampleNew() {
	description := func(ctx context.Context, r *frontend.Request) (*client.Result, error) {
		return r.SolveEach(ctx, func(ctx context.Context, p ocispecs.Platform) (llb.State, error) {
			disk, err := r.Disk(ctx, p)
			if err != nil {
				return llb.State{}, err
			}
			return llb.Scratch().File(llb.Copy(disk, "/disk.json", "/")), nil
		})
	}
	build := frontend.New(frontend.WithTarget(frontend.Target{
		Name:        "disk-description",
		Description: "disk.json alone",
		Solve:       description,
		On:          frontend.TargetDisk,
	}))
	fmt.Printf("%T\n", build)
	// Output: client.BuildFunc
}
