// Package fault makes calls go wrong, for tests of clients: throttled, refused,
// slow, cut off before the effect or after it.
package fault

import (
	"fmt"
	"slices"
)

// Kind is what goes wrong.
type Kind string

// The kinds of faults.
const (
	// Throttle refuses with the service's own code for too many calls.
	Throttle Kind = "throttle"
	// Fail refuses with a server's error, or with Status, Code and Message.
	Fail Kind = "error"
	// Slow limits both bodies to BytesPerSecond.
	Slow Kind = "slow"
	// Delay waits for DelayMS before the call is looked at.
	Delay Kind = "delay"
	// Cut ends the connection before anything is done.
	Cut Kind = "cut"
	// Lose does what is asked and then ends the connection.
	Lose Kind = "lose"
	// Expire refuses as if the session token had expired.
	Expire Kind = "expire"
	// Skew refuses as if the client's clock were wrong, with a Date header that
	// is SkewMinutes off.
	Skew Kind = "skew"
	// Late answers 200 and then refuses in the body, as S3's
	// CompleteMultipartUpload may.
	Late Kind = "late"
	// Hide makes a new resource invisible to a describe: for Times calls or,
	// where ForMS is given, for that long after it was made.
	Hide Kind = "hide"
)

// Rule says which calls go wrong and how.
type Rule struct {
	// Action is service:Action, with wildcards, such as "ec2:Describe*".
	Action string `json:"action"`
	// AccessKey is whose calls; empty is everybody's.
	AccessKey string `json:"accessKey,omitempty"`
	Kind      Kind   `json:"kind"`

	// Nth is the first of the matching calls that goes wrong, from 1; 0 is 1.
	Nth int `json:"nth,omitempty"`
	// Times is how many go wrong from there; 0 is 1, less than 0 is all.
	Times int `json:"times,omitempty"`
	// Probability makes each matching call go wrong by chance instead, drawn
	// from a generator with the seed Seed.
	Probability float64 `json:"probability,omitempty"`
	Seed        uint64  `json:"seed,omitempty"`

	Status         int    `json:"status,omitempty"`
	Code           string `json:"code,omitempty"`
	Message        string `json:"message,omitempty"`
	DelayMS        int    `json:"delayMs,omitempty"`
	ForMS          int    `json:"forMs,omitempty"`
	BytesPerSecond int    `json:"bytesPerSecond,omitempty"`
	SkewMinutes    int    `json:"skewMinutes,omitempty"`
}

// Validate refuses a rule that could never do anything.
func (r Rule) Validate() error {
	kinds := []Kind{Throttle, Fail, Slow, Delay, Cut, Lose, Expire, Skew, Late, Hide}
	switch {
	case r.Action == "":
		return fmt.Errorf("a fault needs an action such as ec2:RegisterImage")
	case !slices.Contains(kinds, r.Kind):
		return fmt.Errorf("fault kind %q is none of %q", r.Kind, kinds)
	case r.Probability < 0 || r.Probability > 1:
		return fmt.Errorf("probability %v is not between 0 and 1", r.Probability)
	case r.Kind == Slow && r.BytesPerSecond <= 0:
		return fmt.Errorf("a slow fault needs bytesPerSecond")
	}
	return nil
}
