package fault

import (
	"cmp"
	"net/http"
	"time"

	"github.com/amikit/amikit/localaws/auth"
	"github.com/amikit/amikit/localaws/sigv4"
	"github.com/amikit/amikit/localaws/wire"
)

// Effect is what goes wrong with one call; the zero value is nothing.
type Effect struct {
	// Struck is true when anything goes wrong.
	Struck bool
	// Delay comes before everything else.
	Delay time.Duration
	// Refuse answers with an error and does nothing.
	Refuse *wire.Error
	// Late is an error in the body of a 200.
	Late *wire.Error
	// Cut ends the connection at once, Lose after the effect.
	Cut, Lose bool
	// BytesPerSecond slows both bodies down.
	BytesPerSecond int
	// DateShift moves the answer's Date header.
	DateShift time.Duration
}

const defaultSkew = 30

func (r *armed) effect(service wire.Service) Effect {
	e := Effect{Struck: true, Delay: time.Duration(r.DelayMS) * time.Millisecond}
	switch r.Kind {
	case Throttle:
		e.Refuse = throttled(service)
	case Fail:
		e.Refuse = r.failure(service)
	case Slow:
		e.BytesPerSecond = r.BytesPerSecond
	case Cut:
		e.Cut = true
	case Lose:
		e.Lose = true
	case Expire:
		e.Refuse = auth.Refusal(service, &sigv4.Error{Fault: sigv4.ExpiredToken})
	case Skew:
		e.DateShift = time.Duration(cmp.Or(r.SkewMinutes, defaultSkew)) * time.Minute
		e.Refuse = auth.Refusal(service, &sigv4.Error{Fault: sigv4.Skewed, Message: "Signature expired."})
	case Late:
		e.Late = r.failure(service)
	}
	return e
}

// throttled is how each service says that there were too many calls.
func throttled(service wire.Service) *wire.Error {
	switch service {
	case wire.EC2:
		return wire.RefuseWith(http.StatusServiceUnavailable, "RequestLimitExceeded", "Request limit exceeded.")
	case wire.EBS:
		e := wire.Refuse("RequestThrottledException", "The number of API requests has exceeded the maximum allowed.")
		e.Reason = "ACCOUNT_THROTTLED"
		return e
	case wire.S3:
		return wire.RefuseWith(http.StatusServiceUnavailable, "SlowDown", "Please reduce your request rate.")
	default:
		return wire.Refuse("Throttling", "Rate exceeded")
	}
}

// failure is the error that the rule names, else a server's.
func (r *armed) failure(service wire.Service) *wire.Error {
	status := cmp.Or(r.Status, http.StatusInternalServerError)
	code := "InternalError"
	switch {
	case service == wire.EBS:
		code = "InternalServerException"
	case status == http.StatusServiceUnavailable:
		code = "ServiceUnavailable"
	}
	return wire.RefuseWith(status, cmp.Or(r.Code, code), "%s", cmp.Or(r.Message, "An internal error has occurred"))
}
