package harness

import (
	"fmt"
	"net"
	"path/filepath"
	"sync/atomic"
)

// LocalAWS is the local AWS.
type LocalAWS struct {
	*Process
	// Endpoint is its URL.
	Endpoint string

	used atomic.Int32 // accounts that tests have taken
}

func (s *Suite) startAWS() (*LocalAWS, error) {
	program := filepath.Join(s.Repo, "build", "localaws")
	if err := s.run("go", "build", "-C", filepath.Join(s.Repo, "localaws"), "-o", program, "."); err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	keys, err := writeAccounts(s.Dir)
	if err != nil {
		return nil, err
	}
	p, err := start(s.Dir, program, nil, "--listen", address, "--data", filepath.Join(s.Dir, "aws"),
		"--credentials", keys, "--import-duration", "0s", "--image-duration", "0s")
	if err != nil {
		return nil, err
	}
	a := &LocalAWS{Process: p, Endpoint: "http://" + address}
	if err := p.await(func() bool { return answers(a.Endpoint) }); err != nil {
		p.Stop()
		return nil, err
	}
	return a, nil
}

// freeAddress finds a port of loopback that nothing listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}
