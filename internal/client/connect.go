package client

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/client/connhelper"
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
	if err := checkScheme(host); err != nil {
		return nil, "", err
	}
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

// schemes are those of sockets, which need no program.
var schemes = []string{"unix", "tcp", "npipe"}

// checkScheme refuses an address that BuildKit would take for a name in the DNS.
func checkScheme(host string) error {
	for _, s := range schemes {
		if strings.HasPrefix(host, s+"://") {
			return nil
		}
	}
	if helper, err := connhelper.GetConnectionHelper(host); helper != nil || err != nil {
		return nil // what is wrong with it is said where it is used
	}
	return fmt.Errorf("BUILDKIT_HOST=%s is no address of a daemon: give unix://, tcp://, ssh://, docker-container://, podman-container://, "+
		"nerdctl-container://, kube-pod:// or buildx://", host)
}
