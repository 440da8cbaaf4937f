package awsconfig

import (
	"cmp"
	"fmt"
	"os"

	"github.com/amikit/amikit/internal/option"
)

// pinSTS names the endpoint of STS in the process's environment. The SDK makes
// the client that assumes a profile's role before it reads the general endpoint,
// so without this that one call would go to AWS itself.
func (s Settings) pinSTS() error {
	endpoint := cmp.Or(s.Endpoints[option.EndpointURLSTS], s.Endpoint)
	if endpoint == "" || os.Getenv(option.EndpointURLSTS) != "" {
		return nil
	}
	if err := os.Setenv(option.EndpointURLSTS, endpoint); err != nil {
		return fmt.Errorf("name the endpoint of STS: %w", err)
	}
	return nil
}
