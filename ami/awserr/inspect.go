package awserr

import (
	"errors"
	"slices"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// Code returns AWS's error code, or "" where AWS did not answer with one.
func Code(err error) string {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return ""
	}
	return codeOf(err, api)
}

// Status returns the HTTP status of AWS's answer, or 0.
func Status(err error) int {
	var response *awshttp.ResponseError
	if !errors.As(err, &response) {
		return 0
	}
	return response.HTTPStatusCode()
}

// RequestID returns AWS's ID of the failed request, or "".
func RequestID(err error) string {
	var response *awshttp.ResponseError
	if !errors.As(err, &response) {
		return ""
	}
	return response.ServiceRequestID()
}

// Denied reports whether the credentials do not allow the call.
func Denied(err error) bool {
	return slices.Contains(deniedCodes, Code(err))
}

// NotChecked reports whether a call that is not needed can be passed over: it is
// denied, or the endpoint does not know it.
func NotChecked(err error) bool {
	return Denied(err) || slices.Contains(unknownCodes, Code(err))
}

// Is reports whether AWS answered with one of the codes.
func Is(err error, codes ...string) bool {
	return slices.Contains(codes, Code(err))
}
