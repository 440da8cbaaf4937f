package awserr

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// EndpointError is an endpoint, or a proxy before it, that cannot be spoken to
// as it is given. It gets no better by asking again.
type EndpointError struct {
	// Endpoint is its scheme and host.
	Endpoint string
	// Reason says what is wrong with it and what to do.
	Reason string
	// Err is the SDK's error.
	Err error
}

// Error names the endpoint and the reason.
func (e *EndpointError) Error() string { return e.Endpoint + " " + e.Reason }

// Unwrap returns the SDK's error.
func (e *EndpointError) Unwrap() error { return e.Err }

// RetryableError keeps the SDK from sending the request again.
func (*EndpointError) RetryableError() bool { return false }

// NameEndpoints is an API option for SDK clients: a failure that comes from how the
// endpoint is given becomes an [*EndpointError].
func NameEndpoints(stack *middleware.Stack) error {
	return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("amikitNameEndpoints",
		func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
			out, metadata, err := next.HandleFinalize(ctx, in)
			request, ok := in.Request.(*smithyhttp.Request)
			if err == nil || !ok || request.URL == nil {
				return out, metadata, err
			}
			if reason := misgiven(err, request.URL); reason != "" {
				err = &EndpointError{Endpoint: request.URL.Scheme + "://" + request.URL.Host, Reason: reason, Err: err}
			}
			return out, metadata, err
		}), "Retry", middleware.After)
}

// misgiven says what is wrong with how the endpoint or the proxy is given; it is
// empty for other failures.
func misgiven(err error, u *url.URL) string {
	var untrusted *tls.CertificateVerificationError
	var refusal interface{ RefusedByProxy() string }
	switch {
	case errors.Is(err, http.ErrSchemeMismatch):
		return "speaks plain HTTP; give the endpoint as http://" + u.Host
	case u.Scheme == "http" && wantsTLS(err):
		return "answers plain HTTP as servers do that want TLS; give the endpoint as https://" + u.Host
	case errors.As(err, &untrusted):
		return fmt.Sprintf("has a certificate that is not trusted: %v; give its CA by AWS_CA_BUNDLE, in a build by the secret ca-bundle", untrusted.Err)
	case errors.As(err, &refusal):
		return "is not reached: " + refusal.RefusedByProxy()
	}
	return ""
}

// wantsTLS reports whether a server answered 400 and not as a service of AWS does,
// whose errors are XML or JSON, or have nothing but the request's ID where HEAD asks.
func wantsTLS(err error) bool {
	var response *smithyhttp.ResponseError
	if !errors.As(err, &response) || response.HTTPStatusCode() != http.StatusBadRequest {
		return false
	}
	header := response.Response.Header
	kind := header.Get("Content-Type")
	return !strings.Contains(kind, "xml") && !strings.Contains(kind, "json") && header.Get("X-Amz-Request-Id") == ""
}
