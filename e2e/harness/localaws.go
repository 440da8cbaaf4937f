package harness

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
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

// Admin steers the local AWS, as localaws/README.md says, and returns the answer.
func (a *LocalAWS) Admin(ctx context.Context, method, path string, body any) ([]byte, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("encode the body of %s: %w", path, err)
	}
	req, err := http.NewRequestWithContext(ctx, method, a.Endpoint+"/_localaws/"+path, bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode >= http.StatusMultipleChoices {
		err = fmt.Errorf("%s %s: %s: %s", method, path, res.Status, answer)
	}
	return answer, err
}
