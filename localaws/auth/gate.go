package auth

import (
	"errors"
	"net/http"
	"time"

	"github.com/amikit/amikit/localaws/policy"
	"github.com/amikit/amikit/localaws/sigv4"
	"github.com/amikit/amikit/localaws/wire"
)

// Gate lets callers in and says what they may do.
type Gate struct {
	Verifier sigv4.Verifier
	Policy   *policy.Policy
}

const (
	querySkew = 15 * time.Minute
	jsonSkew  = 5 * time.Minute
	// globalRegion is the only one that IAM is signed for.
	globalRegion = "us-east-1"
)

// Identify checks the signature and notes the account on the call; bodyHash is
// the hex SHA-256 of the request's body.
func (g *Gate) Identify(r *http.Request, bodyHash string) error {
	call := wire.CallOf(r.Context())
	want := sigv4.Expectation{Service: string(call.Service), Skew: querySkew, BodyHash: bodyHash}
	if call.Service == wire.EBS {
		want.Skew = jsonSkew
	}
	if call.Service == wire.IAM {
		want.Region = globalRegion
	}
	account, err := g.Verifier.Verify(r, want)
	var fault *sigv4.Error
	if errors.As(err, &fault) {
		return Refusal(call.Service, fault)
	}
	call.Account = account
	return err
}

// Permit asks whether the caller may do an action, such as "ec2:CreateTags",
// to all of the resources, given by their ARNs.
func (g *Gate) Permit(call *wire.Call, action string, resources ...string) error {
	for _, resource := range resources {
		if g.Policy.Denies(call.AccessKey, action, resource) || g.Policy.Lacks(call.AccessKey, action) {
			return Denied(call, action, resource)
		}
	}
	return nil
}
