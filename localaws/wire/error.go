package wire

import (
	"fmt"
	"net/http"
)

// Error is a refusal as AWS words it; each protocol writes it in its own form.
type Error struct {
	// Status is the HTTP status.
	Status int
	// Code is what a client decides by, such as InvalidAMIID.NotFound.
	Code string
	// Message is for people.
	Message string
	// Reason is the EBS direct APIs' second code.
	Reason string
	// Framework marks an error from in front of a rest-json service: its
	// message has another spelling.
	Framework bool
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s (%d)", e.Code, e.Message, e.Status) }

// Refuse makes an ordinary client error, HTTP 400.
func Refuse(code, format string, args ...any) *Error {
	return RefuseWith(http.StatusBadRequest, code, format, args...)
}

// RefuseWith makes an error with a status of its own.
func RefuseWith(status int, code, format string, args ...any) *Error {
	message := format
	if len(args) > 0 {
		message = fmt.Sprintf(format, args...)
	}
	return &Error{Status: status, Code: code, Message: message}
}
