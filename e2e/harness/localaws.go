package harness

import (
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
	keys, err := writeAccounts(s.Dir)
	if err != nil {
		return nil, err
	}
	p, err := start(s.Dir, program, nil, "--listen", "127.0.0.1:0", "--data", filepath.Join(s.Dir, "aws"),
		"--credentials", keys, "--import-duration", "0s", "--image-duration", "0s")
	if err != nil {
		return nil, err
	}
	address, err := p.awaitAddress()
	if err != nil {
		p.Stop()
		return nil, err
	}
	return &LocalAWS{Process: p, Endpoint: "http://" + address}, nil
}
