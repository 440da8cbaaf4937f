package amicmd

import (
	"errors"
	"strings"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/step"
)

// stepError keeps AWS's code and request ID for those who read the error's file.
func stepError(err error) *step.Error {
	e := &step.Error{Step: target, Message: oneLine(err)}
	var call *ami.CallError
	var denied *ami.DeniedError
	switch {
	case errors.As(err, &denied):
		e.Code, e.RequestID = denied.Code, denied.RequestID
	case errors.As(err, &call):
		e.Code, e.RequestID = call.Code, call.RequestID
	}
	return e
}

func oneLine(err error) string {
	return strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' }), "; ")
}
