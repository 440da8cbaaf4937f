package awserr

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"

	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// UnreachableError is an endpoint that did not answer.
type UnreachableError struct {
	// Endpoint is its scheme and host; empty where it is not known.
	Endpoint string
	// Reason is the network's own.
	Reason string
	// Err is the SDK's error.
	Err error
}

// Error names the endpoint and what to check.
func (e *UnreachableError) Error() string {
	return fmt.Sprintf("%s does not answer: %s; check REGION, AWS_ENDPOINT_URL, the proxy and the network", cmp.Or(e.Endpoint, "AWS"), e.Reason)
}

// Unwrap returns the SDK's error.
func (e *UnreachableError) Unwrap() error { return e.Err }

// explainSilence tells a request that got no answer from other errors.
func explainSilence(err error) error {
	var send *smithyhttp.RequestSendError
	if !errors.As(err, &send) {
		return err
	}
	var address *url.Error
	if !errors.As(send.Err, &address) {
		return &UnreachableError{Reason: send.Err.Error(), Err: err}
	}
	return &UnreachableError{Endpoint: origin(address.URL), Reason: address.Err.Error(), Err: err}
}

func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
