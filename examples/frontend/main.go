// Command frontend is a BuildKit frontend of one's own: amikit's targets, and
// disk-description, which is disk.json alone. Its image stands on amikit's:
//
//	FROM registry.example.com/amikit
//	COPY frontend /
//	ENTRYPOINT ["/frontend"]
package main

import (
	"context"
	"log"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/gateway/grpcclient"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/amikit/amikit/frontend"
)

func main() {
	build := frontend.New(frontend.WithTarget(frontend.Target{
		Name: "disk-description", Description: "disk.json alone", Solve: describe, On: frontend.TargetDisk,
	}))
	if err := grpcclient.RunFromEnvironment(context.Background(), build); err != nil {
		log.Fatal(err) // stdout is the connection to the daemon
	}
}

func describe(ctx context.Context, r *frontend.Request) (*client.Result, error) {
	return r.SolveEach(ctx, func(ctx context.Context, p ocispecs.Platform) (llb.State, error) {
		disk, err := r.Disk(ctx, p)
		return llb.Scratch().File(llb.Copy(disk, "/disk.json", "/")), err
	})
}
