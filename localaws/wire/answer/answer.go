// Package answer writes an error in the form of the service that was called.
package answer

import (
	"errors"
	"net/http"

	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
	"github.com/amikit/amikit/localaws/wire/restjson"
	"github.com/amikit/amikit/localaws/wire/s3xml"
)

// Error refuses a call. An error that is not AWS's is an InternalError.
func Error(w http.ResponseWriter, r *http.Request, err error) error {
	call := wire.CallOf(r.Context())
	refusal := refusalOf(err, call.Service)
	switch call.Service {
	case wire.EC2:
		return query.WriteEC2Error(w, call, refusal)
	case wire.EBS, wire.Quotas:
		return restjson.WriteError(w, call, refusal)
	case wire.S3:
		return s3xml.WriteError(w, call, refusal, r.Method == http.MethodHead)
	default:
		return query.WriteResultError(w, call, refusal)
	}
}

func refusalOf(err error, service wire.Service) *wire.Error {
	var refusal *wire.Error
	if errors.As(err, &refusal) {
		return refusal
	}
	code := "InternalError"
	if service == wire.EBS {
		code = "InternalServerException"
	}
	return wire.RefuseWith(http.StatusInternalServerError, code, "An internal error has occurred: %v", err)
}
