package harness

import (
	"fmt"
	"os"
	"path/filepath"
)

// Registry is an image registry on loopback.
type Registry struct {
	*Process
	// Address is its host and port.
	Address string
}

// StartRegistry starts a registry with its state in dir, on a free port.
func StartRegistry(dir string) (*Registry, error) {
	config := filepath.Join(dir, "registry.yml")
	text := fmt.Sprintf("version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: %s\nhttp:\n  addr: 127.0.0.1:0\n",
		filepath.Join(dir, "registry"))
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		return nil, fmt.Errorf("configure the registry: %w", err)
	}
	p, err := start(dir, "registry", []string{"OTEL_TRACES_EXPORTER=none"}, "serve", config)
	if err != nil {
		return nil, err
	}
	address, err := p.awaitAddress()
	if err != nil {
		p.Stop()
		return nil, err
	}
	return &Registry{Process: p, Address: address}, nil
}
