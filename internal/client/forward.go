package client

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/cmd/buildctl/build"
	"github.com/moby/buildkit/session/sshforward/sshprovider"

	"github.com/amikit/amikit/internal/awsconfig"
	"github.com/amikit/amikit/internal/step"
)

// forwarding gives a build keys for as long as it runs, on a socket that nobody
// else on this machine can reach.
type forwarding struct {
	dir    string
	server *http.Server
}

// forwardKeys serves the keys; nil where there are none. Close it behind the build.
func forwardKeys(keys aws.CredentialsProvider) (*forwarding, error) {
	if keys == nil {
		return nil, nil
	}
	dir, err := os.MkdirTemp("", "amikit-") // mode 0700
	if err != nil {
		return nil, fmt.Errorf("forward the credentials: %w", err)
	}
	f := &forwarding{dir: dir, server: &http.Server{Handler: awsconfig.Forward(keys)}}
	listener, err := net.Listen("unix", f.socket())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("forward the credentials: %w", err), os.RemoveAll(dir))
	}
	go func() { _ = f.server.Serve(listener) }()
	return f, nil
}

func (f *forwarding) socket() string { return filepath.Join(f.dir, "credentials.sock") }

// Close ends the server and removes its socket.
func (f *forwarding) Close() error {
	if f == nil {
		return nil
	}
	return errors.Join(f.server.Close(), os.RemoveAll(f.dir))
}

// addSSH forwards the user's SSH agents and keys, and the socket of the credentials.
func addSSH(opt *client.SolveOpt, o Options, _ Environment) error {
	agents, err := build.ParseSSH(o.SSH)
	if err != nil {
		return fmt.Errorf("--ssh: %w", err)
	}
	if o.keys != nil {
		agents = append(agents, sshprovider.AgentConfig{ID: step.CredentialsID, Paths: []string{o.keys.socket()}, Raw: true})
	}
	if len(agents) == 0 {
		return nil
	}
	provider, err := sshprovider.NewSSHAgentProvider(agents)
	if err != nil {
		return fmt.Errorf("--ssh: %w", err)
	}
	opt.Session = append(opt.Session, provider)
	return nil
}
