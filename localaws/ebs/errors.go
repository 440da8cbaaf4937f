package ebs

import (
	"net/http"

	"github.com/amikit/amikit/localaws/wire"
)

// invalid is a refusal by the service, with its reason.
func invalid(reason, format string, args ...any) error {
	e := wire.Refuse("ValidationException", format, args...)
	e.Reason = reason
	return e
}

// constraint is a refusal by the framework in front of the service.
func constraint(value, member, rule string) error {
	e := wire.Refuse("ValidationException",
		"1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s", value, member, rule)
	e.Framework = true
	return e
}

func noSnapshot(id string) error {
	e := wire.RefuseWith(http.StatusNotFound, "ResourceNotFoundException", "The snapshot '%s' does not exist.", id)
	e.Reason = "SNAPSHOT_NOT_FOUND"
	return e
}
