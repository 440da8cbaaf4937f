package client

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/amikit/amikit/internal/awsconfig"
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
