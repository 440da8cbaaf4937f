package client

import (
	"context"
	"errors"
	"fmt"

	"github.com/moby/buildkit/client"
	_ "github.com/moby/buildkit/client/connhelper/dockercontainer" // schemes of BUILDKIT_HOST
	_ "github.com/moby/buildkit/client/connhelper/kubepod"
	_ "github.com/moby/buildkit/client/connhelper/nerdctlcontainer"
	_ "github.com/moby/buildkit/client/connhelper/podmancontainer"
	_ "github.com/moby/buildkit/client/connhelper/ssh"
	"github.com/moby/buildkit/util/appdefaults"
)

// connect returns a client of the daemon, and the daemon's version.
func connect(ctx context.Context, host, tlsDir string) (*client.Client, string, error) {
	if host == "" {
		host = appdefaults.Address
	}
	opts, err := tlsOptions(host, tlsDir)
	if err != nil {
		return nil, "", err
	}
	registerBuildx()
	c, err := client.New(ctx, host, opts...)
	if err != nil {
		return nil, "", fmt.Errorf("connect to the BuildKit daemon at %s: %w", host, err)
	}
	info, err := c.Info(ctx)
	if err != nil {
		return nil, "", errors.Join(&ConnectError{Host: host, Err: err}, c.Close())
	}
	return c, info.BuildkitVersion.Version, nil
}

// ConnectError is a daemon that does not answer.
type ConnectError struct {
	// Host is its address.
	Host string
	// Err is why.
	Err error
}

// Error names the address and the variable for another one.
func (e *ConnectError) Error() string {
	return fmt.Sprintf("no BuildKit daemon answers at %s: %v; start buildkitd, or name another one in BUILDKIT_HOST", e.Host, e.Err)
}

// Unwrap returns why the daemon does not answer.
func (e *ConnectError) Unwrap() error { return e.Err }
