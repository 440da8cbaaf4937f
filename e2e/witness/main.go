// Command witness is a frontend whose target tells which network its own process
// has: the namespace's name and the interfaces in it, one a line.
package main

import (
	"context"
	"log"
	"net"
	"os"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/gateway/grpcclient"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/amikit/amikit/frontend"
)

func main() {
	build := frontend.New(frontend.WithTarget(frontend.Target{
		Name: "network", Description: "the frontend's own network", Solve: look,
	}))
	if err := grpcclient.RunFromEnvironment(context.Background(), build); err != nil {
		log.Fatal(err)
	}
}

func look(ctx context.Context, r *frontend.Request) (*client.Result, error) {
	namespace, err := os.Readlink("/proc/self/ns/net")
	if err != nil {
		return nil, err
	}
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	lines := []string{namespace}
	for _, i := range interfaces {
		lines = append(lines, i.Name)
	}
	return r.SolveEach(ctx, func(context.Context, ocispecs.Platform) (llb.State, error) {
		return llb.Scratch().File(llb.Mkfile("/network", 0o644, []byte(strings.Join(lines, "\n")))), nil
	})
}
