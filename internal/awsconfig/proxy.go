package awsconfig

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// ProxyError is a proxy that refuses to connect to an endpoint.
type ProxyError struct {
	// Proxy is its URL without the password.
	Proxy string
	// Status is its answer, such as "407 Proxy Authentication Required".
	Status string
}

// Error names the proxy and its answer.
func (e *ProxyError) Error() string { return e.RefusedByProxy() }

// RefusedByProxy names the proxy, its answer and what to do.
func (e *ProxyError) RefusedByProxy() string {
	return fmt.Sprintf("the proxy %s answers %s; check HTTPS_PROXY (user:password@ in it, where it asks for them) and NO_PROXY", e.Proxy, e.Status)
}

// judgeProxy makes what a proxy answers to CONNECT a [*ProxyError]. What may pass by
// itself stays the transport's own error.
func judgeProxy(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode < 400 || answer.StatusCode >= 500 {
		return nil
	}
	return &ProxyError{Proxy: proxy.Redacted(), Status: answer.Status}
}
