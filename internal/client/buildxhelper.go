package client

import (
	"context"
	"errors"
	"net"
	"net/url"
	"os/exec"

	"github.com/docker/cli/cli/connhelper/commandconn"
	"github.com/moby/buildkit/client/connhelper"
)

// buildxScheme is the scheme of a buildx builder's address: buildx://BUILDER, or
// buildx: for the one in use. It reaches every driver, kubernetes among them.
const buildxScheme = "buildx"

// registerBuildx makes the scheme known to BuildKit's client.
func registerBuildx() { connhelper.Register(buildxScheme, buildxHelper) }

func buildxHelper(address *url.URL) (*connhelper.ConnectionHelper, error) {
	program, args, err := dialStdio(address.Host, exec.LookPath)
	if err != nil {
		return nil, err
	}
	return &connhelper.ConnectionHelper{
		// The process lives as long as the connection, not as the dialling.
		ContextDialer: func(context.Context, string) (net.Conn, error) {
			return commandconn.New(context.Background(), program, args...)
		},
	}, nil
}

// dialStdio is the command whose input and output are a connection to the builder.
func dialStdio(builder string, look func(string) (string, error)) (program string, args []string, err error) {
	if program, err = look("docker"); err == nil {
		args = append(args, "buildx")
	} else if program, err = look("buildx"); err != nil {
		return "", nil, errors.New("neither docker nor buildx is on PATH, and BUILDKIT_HOST names a buildx builder")
	}
	args = append(args, "dial-stdio", "--progress", "quiet")
	if builder != "" {
		args = append(args, "--builder", builder)
	}
	return program, args, nil
}
