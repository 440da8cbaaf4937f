// Package awserr turns the SDK's errors into what a person can act on: AWS's own
// words, the code, the request's ID, and what to do next. Every error of AWS that
// package ami returns is one of its four types:
//
//   - [DeniedError]: IAM does not allow the call; it names the action to allow.
//   - [CallError]: AWS refused the call for another reason.
//   - [UnreachableError]: no answer came.
//   - [EndpointError]: the endpoint or the proxy cannot be spoken to as it is given.
//
// The codes are those of EC2 (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html),
// S3 (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html) and the
// EBS direct APIs (https://docs.aws.amazon.com/ebs/latest/APIReference/CommonErrors.html).
package awserr

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/smithy-go"
)

// CallError is a call that AWS refused.
type CallError struct {
	// Action is the call as IAM writes it, such as "ec2:RegisterImage".
	Action string
	// Code is AWS's error code, such as "InvalidAMIName.Duplicate".
	Code string
	// Message is AWS's own text.
	Message string
	// RequestID is AWS's ID of the request.
	RequestID string
	// Hint says what to do; it may be empty.
	Hint string
	// Err is the SDK's error.
	Err error
}

// Error returns AWS's words, the code, the request's ID and the hint.
func (e *CallError) Error() string {
	return join(e.Message, e.Code, e.RequestID, e.Hint)
}

// Unwrap returns the SDK's error.
func (e *CallError) Unwrap() error { return e.Err }

// DeniedError is a call that the credentials do not allow.
type DeniedError struct {
	// Action is the call as IAM writes it, such as "ec2:ImportSnapshot".
	Action string
	// Code, Message and RequestID are AWS's.
	Code, Message, RequestID string
	// Err is the SDK's error.
	Err error
}

// Error returns AWS's words and names the action to allow.
func (e *DeniedError) Error() string {
	return join(e.Message, e.Code, e.RequestID, "allow "+e.Action+" for these credentials")
}

// Unwrap returns the SDK's error.
func (e *DeniedError) Unwrap() error { return e.Err }

func join(message, code, requestID, hint string) string {
	message = strings.TrimSuffix(strings.Join(strings.Fields(message), " "), ".")
	if message == "" {
		message = "AWS refused the call"
	}
	detail := code
	if requestID != "" {
		detail += ", request " + requestID
	}
	text := fmt.Sprintf("%s (%s)", message, detail)
	if hint != "" {
		text += "; " + hint
	}
	return text
}

// Explain makes a typed error of the SDK's, and of a call that was cancelled
// [context.Canceled] alone; any other error is returned as it is.
func Explain(err error) error {
	if errors.Is(err, context.Canceled) {
		return bare(err, context.Canceled)
	}
	var endpoint *EndpointError
	if errors.As(err, &endpoint) {
		return bare(err, endpoint)
	}
	if err == nil || explained(err) {
		return err
	}
	var api smithy.APIError
	if !errors.As(err, &api) {
		return explainSilence(err)
	}
	action, code, id := actionOf(err), codeOf(err, api), RequestID(err)
	if slices.Contains(deniedCodes, code) {
		return &DeniedError{Action: deniedAction(api.ErrorMessage(), action), Code: code, Message: api.ErrorMessage(), RequestID: id, Err: err}
	}
	return &CallError{Action: action, Code: code, Message: messageOf(code, api), RequestID: id, Hint: hintOf(err, code), Err: err}
}

// bare drops the SDK's words about a call that ended with the cause.
func bare(err, cause error) error {
	var op *smithy.OperationError
	if errors.As(err, &op) {
		return cause
	}
	return err
}

func explained(err error) bool {
	var call *CallError
	var denied *DeniedError
	var silent *UnreachableError
	return errors.As(err, &call) || errors.As(err, &denied) || errors.As(err, &silent)
}

var deniedPattern = regexp.MustCompile(`not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)`)

// deniedAction is the action that AWS names, else the call's: a call with tags is
// refused for ec2:CreateTags too.
func deniedAction(message, call string) string {
	if m := deniedPattern.FindStringSubmatch(message); m != nil {
		return m[1]
	}
	return call
}

// actionOf names the call as IAM does.
func actionOf(err error) string {
	var op *smithy.OperationError
	if !errors.As(err, &op) {
		return "an unknown action"
	}
	operation := op.Operation()
	if known, ok := actions[operation]; ok {
		operation = known
	}
	return strings.ToLower(op.Service()) + ":" + operation
}

// codeOf gives S3's answers to HEAD, which have no body, the code that they stand for.
func codeOf(err error, api smithy.APIError) string {
	if code := api.ErrorCode(); code != "UnknownError" && code != "Forbidden" {
		return code
	}
	switch Status(err) {
	case 403:
		if abs(skewOf(err)) > s3Skew {
			return Skewed
		}
		return "AccessDenied"
	case 404:
		return "NotFound"
	}
	return api.ErrorCode()
}
