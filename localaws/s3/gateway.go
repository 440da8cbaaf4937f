package s3

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httputil"

	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/backend"
	"github.com/versity/versitygw/s3api"
	"github.com/versity/versitygw/s3api/middlewares"
)

const (
	maxParts       = 10_000
	maxConnections = 4096
)

// gateway is versitygw serving one region on a socket of its own, and the way
// to it. The socket is in Linux' abstract namespace, so a killed process
// leaves nothing behind.
type gateway struct {
	server *s3api.S3ApiServer
	proxy  http.Handler
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
	g := &gateway{server: server, proxy: newProxy(socket), ended: make(chan error, 1)}
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

// newProxy forwards requests to the socket as they are: signatures cover the
// host, the raw path and the raw query.
func newProxy(socket string) http.Handler {
	return &httputil.ReverseProxy{
		Transport: &transport{socket: socket},
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = "http", "localaws"
			r.Out.URL.RawQuery = r.In.URL.RawQuery
			r.Out.Host = r.In.Host
			// The gateway would answer 100 on its own; net/http has taken care of it.
			r.Out.Header.Del("Expect")
		},
		ModifyResponse: polish,
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			internalError(err).write(w, r)
		},
	}
}

// polish makes an answer of the gateway one of AWS.
func polish(resp *http.Response) error {
	resp.Header.Set("Server", "AmazonS3")
	return nil
}
