package client

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/moby/buildkit/client"
)

// tlsOptions are the certificates for a daemon on tcp://, in a folder as buildctl
// has it: ca.pem, cert.pem and key.pem, or ca.crt, tls.crt and tls.key.
func tlsOptions(host, dir string) ([]client.ClientOpt, error) {
	if dir == "" {
		return nil, nil
	}
	address, err := url.Parse(host)
	if err != nil {
		return nil, fmt.Errorf("--tlsdir: the daemon's address: %w", err)
	}
	var files [3]string
	for i, names := range [][]string{{"ca.pem", "ca.crt"}, {"cert.pem", "tls.crt"}, {"key.pem", "tls.key"}} {
		if files[i] = firstFile(dir, names); files[i] == "" {
			return nil, fmt.Errorf("--tlsdir %s: the folder holds neither %s nor %s", dir, names[0], names[1])
		}
	}
	return []client.ClientOpt{client.WithServerConfig(address.Hostname(), files[0]), client.WithCredentials(files[1], files[2])}, nil
}

// firstFile is the path of the first name that exists; empty where none does.
func firstFile(dir string, names []string) string {
	for _, name := range names {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}
