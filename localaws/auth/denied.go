package auth

import (
	"fmt"
	"net/http"

	"github.com/amikit/amikit/localaws/wire"
)

// Denied refuses an action as IAM does for each service.
func Denied(call *wire.Call, action, resource string) *wire.Error {
	text := fmt.Sprintf("User: %s is not authorized to perform: %s on resource: %s because no identity-based policy allows the %s action",
		call.Account.ARN, action, resource, action)
	refusal := wire.RefuseWith(http.StatusForbidden, "AccessDenied", "%s", text)
	switch call.Service {
	case wire.EC2:
		refusal.Code = "UnauthorizedOperation"
		refusal.Message = "You are not authorized to perform this operation. " + text +
			". Encoded authorization failure message: " + encode(call, action, resource)
	case wire.EBS:
		refusal.Code, refusal.Reason = "AccessDeniedException", "UNAUTHORIZED_ACCOUNT"
	case wire.Quotas:
		refusal.Code = "AccessDeniedException"
	}
	return refusal
}
