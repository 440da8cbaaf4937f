package awsconfig

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"

	"github.com/amikit/amikit/internal/roots"
)

// connections is how many idle connections to one endpoint are kept: at least as
// many as there are workers, else each request pays a TLS handshake.
const connections = 64

// answerTimeout caps the wait for an answer once a request is sent. S3 may take
// long to copy a large part.
const answerTimeout = 5 * time.Minute

// newHTTPClient makes the SDK's client, which honours the proxy variables, with
// the system's roots (embedded ones where it has none) and those in the bundle.
func newHTTPClient(bundle string) (*awshttp.BuildableClient, error) {
	trusted, err := loadRoots(bundle)
	if err != nil {
		return nil, err
	}
	return awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		if t.TLSClientConfig == nil {
			t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		}
		t.TLSClientConfig.RootCAs = trusted
		t.OnProxyConnectResponse = judgeProxy
		t.MaxIdleConnsPerHost = connections
		t.ResponseHeaderTimeout = answerTimeout
		t.MaxIdleConns = 2 * connections
	}), nil
}

func loadRoots(bundle string) (*x509.CertPool, error) {
	roots.Trust() // a scratch image has none of its own
	trusted, err := x509.SystemCertPool()
	if err != nil {
		return nil, fmt.Errorf("load the system's certificates: %w", err)
	}
	if bundle == "" {
		return trusted, nil
	}
	certificates, err := os.ReadFile(bundle)
	if err != nil {
		return nil, fmt.Errorf("read the CA bundle (AWS_CA_BUNDLE): %w", err)
	}
	if !trusted.AppendCertsFromPEM(certificates) {
		return nil, fmt.Errorf("CA bundle %s holds no certificate; it must be in PEM", bundle)
	}
	return trusted, nil
}
