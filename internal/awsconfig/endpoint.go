package awsconfig

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// EndpointError is an endpoint that is refused before anything is sent to it.
type EndpointError struct {
	// Setting is the setting that names the endpoint; empty where a profile does.
	Setting string
	// Endpoint is its URL.
	Endpoint string
	// Reason says what is wrong with it and what to do.
	Reason string
}

// Error names the setting, the endpoint and the reason.
func (e *EndpointError) Error() string {
	if e.Setting == "" {
		return fmt.Sprintf("endpoint %s %s", e.Endpoint, e.Reason)
	}
	return fmt.Sprintf("%s: endpoint %s %s", e.Setting, e.Endpoint, e.Reason)
}

const plainHTTP = "would be used without TLS; use https://, or allow it by --allow-http (ALLOW_HTTP=true)"

func (s Settings) checkEndpoints() error {
	problems := []error{s.checkEndpoint("AWS_ENDPOINT_URL", s.Endpoint)}
	for _, name := range slices.Sorted(maps.Keys(s.Endpoints)) {
		problems = append(problems, s.checkEndpoint(name, s.Endpoints[name]))
	}
	return errors.Join(problems...)
}

func (s Settings) checkEndpoint(setting, endpoint string) error {
	if endpoint == "" {
		return nil
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return &EndpointError{Setting: setting, Endpoint: endpoint, Reason: "is no URL of the form https://host[:port]"}
	}
	if s.refuses(u) {
		return &EndpointError{Setting: setting, Endpoint: endpoint, Reason: plainHTTP}
	}
	return nil
}

func (s Settings) refuses(u *url.URL) bool {
	return u.Scheme == "http" && !s.AllowHTTP && !isLoopback(u.Hostname())
}

func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// refuseHTTP stops a request to an endpoint that a profile or a redirect named.
func (s Settings) refuseHTTP(stack *middleware.Stack) error {
	return stack.Finalize.Add(middleware.FinalizeMiddlewareFunc("amikitRefuseHTTP",
		func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
			request, ok := in.Request.(*smithyhttp.Request)
			if ok && request.URL != nil && s.refuses(request.URL) {
				return middleware.FinalizeOutput{}, middleware.Metadata{}, &EndpointError{Endpoint: request.URL.Scheme + "://" + request.URL.Host, Reason: plainHTTP}
			}
			return next.HandleFinalize(ctx, in)
		}), middleware.After)
}
