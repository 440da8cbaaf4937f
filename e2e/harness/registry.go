package harness

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
)

// Registry is an image registry on loopback.
type Registry struct {
	*Process
	// Address is its host and port.
	Address string
}

var listening = regexp.MustCompile(`listening on (127\.0\.0\.1:[0-9]+)`)

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
	r := &Registry{Process: p}
	if err := p.await(r.ready); err != nil {
		p.Stop()
		return nil, err
	}
	return r, nil
}

func (r *Registry) ready() bool {
	found := listening.FindSubmatch(r.Log())
	if found == nil {
		return false
	}
	r.Address = string(found[1])
	return answers("http://" + r.Address + "/v2/")
}

// answers tells whether a server gives any answer at all.
func answers(url string) bool {
	res, err := http.Get(url)
	if err != nil {
		return false
	}
	_ = res.Body.Close()
	return true
}
