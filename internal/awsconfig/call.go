package awsconfig

import (
	"context"
	"errors"
	"time"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
)

// Call is one answered attempt of a call to AWS. It holds nothing secret.
type Call struct {
	// Service and Operation are AWS's names, such as "EC2" and "RegisterImage".
	Service, Operation string
	// RequestID is the service's ID of the request; empty where it did not answer.
	RequestID string
	// Code is AWS's error code; empty after success.
	Code string
	// Duration is the time to the answer's head.
	Duration time.Duration
}

// observe reports every attempt: behind the SDK's retry, before the signature.
func (s Settings) observe(stack *middleware.Stack) error {
	return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("amikitObserve",
		func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
			start := time.Now()
			out, metadata, err := next.HandleFinalize(ctx, in)
			s.OnCall(Call{
				Service:   awsmiddleware.GetServiceID(ctx),
				Operation: awsmiddleware.GetOperationName(ctx),
				RequestID: requestID(metadata, err),
				Code:      errorCode(err),
				Duration:  time.Since(start),
			})
			return out, metadata, err
		}), "Retry", middleware.After)
}

func requestID(metadata middleware.Metadata, err error) string {
	if id, ok := awsmiddleware.GetRequestIDMetadata(metadata); ok {
		return id
	}
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		return response.ServiceRequestID()
	}
	return ""
}

func errorCode(err error) string {
	if err == nil {
		return ""
	}
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return "no answer"
}
