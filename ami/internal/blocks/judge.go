package blocks

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ebs/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/body"
)

// verdict says what a failed call means for the next one.
type verdict int

const (
	final   verdict = iota // trying again cannot help
	passing                // it may pass by itself
	crowded                // it passes sooner with fewer calls at once
)

// freshFor is for how long a new snapshot may be unknown to the EBS direct APIs,
// and a completed one not be listed yet.
const freshFor = 2 * time.Minute

var throttled = []string{"ThrottlingException", "RequestThrottledException", "ConcurrentLimitExceededException", "RequestLimitExceeded", "SlowDown"}

// errArrived is a block whose bytes do not have the checksum that AWS sent along.
var errArrived = errors.New("it arrived with another checksum than AWS sent")

// judge follows Amazon EBS User Guide, "Error retries for EBS direct APIs". What is
// denied is final: tried again, it looks like a hang.
func judge(err error, age time.Duration) verdict {
	status := awserr.Status(err)
	switch {
	case awserr.Denied(err), errors.As(err, new(*body.ReadError)):
		return final
	case errors.Is(err, context.DeadlineExceeded), awserr.Is(err, throttled...),
		status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		return crowded
	case awserr.Is(err, "ResourceNotFoundException"):
		return passingIf(age < freshFor)
	case awserr.Is(err, "ValidationException"):
		return passingIf(mayBeRepeated(err))
	}
	return passingIf(status >= http.StatusInternalServerError || isSilence(err))
}

func passingIf(yes bool) verdict {
	if yes {
		return passing
	}
	return final
}

// mayBeRepeated tells the refusals of a block that AWS documents as passing.
func mayBeRepeated(err error) bool {
	var refused *types.ValidationException
	if !errors.As(err, &refused) {
		return false
	}
	switch refused.Reason {
	case types.ValidationExceptionReasonConflictingBlockUpdate, types.ValidationExceptionReasonWriteRequestTimeout:
		return true
	}
	return strings.Contains(refused.ErrorMessage(), "Failed to read block data")
}

// isSilence reports whether no whole answer came.
func isSilence(err error) bool {
	var send *smithyhttp.RequestSendError
	var cut *smithy.DeserializationError
	var network net.Error
	return errors.As(err, &send) || errors.As(err, &cut) || errors.As(err, &network) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, errArrived)
}
