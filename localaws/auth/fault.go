// Package auth checks who calls and what they may do, and words the refusal as
// the called service does.
package auth

import (
	"net/http"

	"github.com/amikit/amikit/localaws/sigv4"
	"github.com/amikit/amikit/localaws/wire"
)

const (
	badCredentials = "AWS was not able to validate the provided access credentials"
	badToken       = "The security token included in the request is invalid."
	expiredToken   = "The security token included in the request is expired"
	noToken        = "Request is missing Authentication Token"
	badSignature   = "The request signature we calculated does not match the signature you provided. " +
		"Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
)

// Refusal words a signature's fault as a service does.
func Refusal(service wire.Service, fault *sigv4.Error) *wire.Error {
	switch service {
	case wire.EC2:
		return ec2Refusal(fault)
	case wire.EBS, wire.Quotas:
		e := jsonRefusal(fault)
		e.Framework = true
		return e
	case wire.S3:
		return s3Refusal(fault)
	default:
		return queryRefusal(fault)
	}
}

func ec2Refusal(fault *sigv4.Error) *wire.Error {
	switch fault.Fault {
	case sigv4.NoSignature:
		return wire.Refuse("MissingAuthenticationToken", "%s", noToken)
	case sigv4.ExpiredToken:
		return wire.Refuse("RequestExpired", "Request has expired.")
	case sigv4.Skewed:
		return wire.Refuse("RequestExpired", "%s", "Request has expired. "+fault.Message)
	default:
		return wire.RefuseWith(http.StatusUnauthorized, "AuthFailure", "%s", badCredentials)
	}
}

func queryRefusal(fault *sigv4.Error) *wire.Error {
	code, message := "SignatureDoesNotMatch", fault.Message
	switch fault.Fault {
	case sigv4.NoSignature:
		code, message = "MissingAuthenticationToken", noToken
	case sigv4.UnknownKey, sigv4.BadToken:
		code, message = "InvalidClientTokenId", badToken
	case sigv4.ExpiredToken:
		code, message = "ExpiredToken", expiredToken
	case sigv4.WrongSignature:
		message = badSignature
	}
	return wire.RefuseWith(http.StatusForbidden, code, "%s", message)
}

func jsonRefusal(fault *sigv4.Error) *wire.Error {
	code, message := "InvalidSignatureException", fault.Message
	switch fault.Fault {
	case sigv4.NoSignature:
		code, message = "MissingAuthenticationTokenException", noToken
	case sigv4.UnknownKey, sigv4.BadToken:
		code, message = "UnrecognizedClientException", badToken
	case sigv4.ExpiredToken:
		code, message = "ExpiredTokenException", expiredToken
	case sigv4.WrongSignature:
		message = badSignature
	}
	return wire.RefuseWith(http.StatusForbidden, code, "%s", message)
}

// s3Refusal serves injected faults alone: S3 checks its own signatures.
func s3Refusal(fault *sigv4.Error) *wire.Error {
	switch fault.Fault {
	case sigv4.ExpiredToken:
		return wire.Refuse("ExpiredToken", "The provided token has expired.")
	case sigv4.Skewed:
		return wire.RefuseWith(http.StatusForbidden, "RequestTimeTooSkewed",
			"The difference between the request time and the current time is too large.")
	default:
		return wire.RefuseWith(http.StatusForbidden, "AccessDenied", "Access Denied")
	}
}
