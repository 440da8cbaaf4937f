package awserr

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// Skewed is S3's code for a request whose time is too far from its own, also where
// an answer without a body, to HEAD, does not say so itself.
const Skewed = "RequestTimeTooSkewed"

// How far the time of a signature may be off (AWS Signature Version 4; Amazon S3,
// "Error responses").
const (
	s3Skew    = 15 * time.Minute
	leastSkew = 5 * time.Minute
)

// skewOf is how far the request's time was ahead of that of the answer, which the
// header Date gives; 0 where one of them is not known.
func skewOf(err error) time.Duration {
	var response *awshttp.ResponseError
	if !errors.As(err, &response) || response.Response == nil || response.Response.Request == nil {
		return 0
	}
	signed, signedErr := time.Parse("20060102T150405Z", response.Response.Request.Header.Get("X-Amz-Date"))
	answered, answeredErr := http.ParseTime(response.Response.Header.Get("Date"))
	if signedErr != nil || answeredErr != nil {
		return 0
	}
	return signed.Sub(answered)
}

func abs(d time.Duration) time.Duration { return max(d, -d) }

// hintOf says what to do about the code. Keys that are refused, or seem to be
// expired, may be good ones at a wrong time.
func hintOf(err error, code string) string {
	hint := hints[code]
	skew := skewOf(err)
	if hint != skewed && hint != badKeys && hint != expired || abs(skew) < leastSkew {
		return hint
	}
	side := "ahead of"
	if skew < 0 {
		side = "behind"
	}
	return fmt.Sprintf("%s, which is %s %s AWS's", skewed, strings.TrimSuffix(abs(skew).Round(time.Minute).String(), "0s"), side)
}

// messageOf is AWS's text, and for an answer without one what the code stands for.
func messageOf(code string, api smithy.APIError) string {
	if code == Skewed && api.ErrorCode() != Skewed {
		return "The difference between the request time and the current time is too large"
	}
	return api.ErrorMessage()
}
