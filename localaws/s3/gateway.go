package s3

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/backend"
	"github.com/versity/versitygw/s3api"
	"github.com/versity/versitygw/s3api/middlewares"
)

const (
	maxParts       = 10_000
	maxConnections = 4096
)

// gateway is versitygw serving one region on a socket of its own. The socket
// is in Linux' abstract namespace, so a killed process leaves nothing behind.
type gateway struct {
	server *s3api.S3ApiServer
	socket string
	ended  chan error
}

func startGateway(ctx context.Context, be backend.Backend, ids auth.IAMService, socket, region string) (*gateway, error) {
	listening := make(chan struct{})
	server, err := s3api.New(be, unusedRoot(), region, ids, nil, nil, nil, nil,
		s3api.WithQuiet(),
		s3api.WithKeepAlive(),
		s3api.WithMpMaxParts(maxParts),
		s3api.WithConcurrencyLimiter(maxConnections, maxConnections),
		s3api.WithOnListen(func() { close(listening) }))
	if err != nil {
		return nil, err
	}
	g := &gateway{server: server, socket: socket, ended: make(chan error, 1)}
	go func() { g.ended <- server.ServeMultiPort([]string{socket}) }()
	return g, g.await(ctx, listening)
}

func (g *gateway) await(ctx context.Context, listening <-chan struct{}) error {
	select {
	case <-listening:
		return nil
	case err := <-g.ended:
		return fmt.Errorf("listen: %w", err)
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *gateway) close() error { return g.server.ShutDown() }

// unusedRoot is the gateway's own administrator, whom nobody can be.
func unusedRoot() middlewares.RootUserConfig {
	return middlewares.RootUserConfig{Access: rand.Text(), Secret: rand.Text()}
}
