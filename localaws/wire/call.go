// Package wire holds what the protocols of all services share: the call that
// is being answered and the error that it may end with.
package wire

import (
	"context"

	"github.com/amikit/amikit/localaws/identity"
)

// Service is a service's name as it stands in a signature's scope.
type Service string

// The services that a local AWS answers for.
const (
	EC2    Service = "ec2"
	EBS    Service = "ebs"
	IAM    Service = "iam"
	S3     Service = "s3"
	STS    Service = "sts"
	Quotas Service = "servicequotas"
)

// Call is one request on its way through the services.
type Call struct {
	// RequestID is what AWS calls x-amzn-RequestId.
	RequestID string
	Service   Service
	// Action is the operation's name, such as RegisterImage or PutObject;
	// empty when the request names none.
	Action string
	// Region is the one in the signature's scope.
	Region string
	// AccessKey is the key that the request names, checked or not.
	AccessKey string
	// Account is known once the signature has been checked. S3 checks its own
	// signatures, so there it is only what the access key claims.
	Account identity.Account
}

type callKey struct{}

// WithCall hands a call down to the services.
func WithCall(ctx context.Context, c *Call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// CallOf finds the call of a request's context; it is empty for a request that
// did not come through the server.
func CallOf(ctx context.Context) *Call {
	if c, ok := ctx.Value(callKey{}).(*Call); ok {
		return c
	}
	return &Call{}
}
