package ami

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"

	"github.com/amikit/amikit/ami/awserr"
)

// RegionError is a failure in a region that AWS is not known to have.
type RegionError struct {
	// Region is its name, Nearest that of a region which AWS has; it may be empty.
	Region, Nearest string
	// Err is what AWS said, or the network.
	Err error
}

// Error names the region, the nearest one that there is, and the failure.
func (e *RegionError) Error() string {
	text := fmt.Sprintf("REGION %q is no region that AWS is known to have", e.Region)
	if e.Nearest != "" {
		text += "; did you mean " + e.Nearest + "?"
	}
	return text + " (" + plain(e.Err) + ")"
}

// plain is what AWS or the network said, without advice that is for other causes.
func plain(err error) string {
	var silent *UnreachableError
	var call *CallError
	switch {
	case errors.As(err, &silent):
		return silent.Endpoint + " does not answer: " + silent.Reason
	case errors.As(err, &call):
		bare := *call
		bare.Hint = ""
		return bare.Error()
	}
	return err.Error()
}

// Unwrap returns the failure.
func (e *RegionError) Unwrap() error { return e.Err }

// explainRegion tells a failure that a mistyped region explains. A name that is not
// known is no failure by itself: AWS opens regions, and endpoints of one's own have
// names of their own.
func explainRegion(region string, err error) error {
	var told *RegionError
	if err == nil || isKnownRegion(region) || errors.As(err, &told) || !isMissingRegion(err) {
		return err
	}
	return &RegionError{Region: region, Nearest: nearestRegion(region), Err: err}
}

// regionError is a failure that a mistyped region explains, else nil.
func (r *run) regionError(err error) error {
	var told *RegionError
	if errors.As(explainRegion(r.region, awserr.Explain(err)), &told) {
		return told
	}
	return nil
}

// isMissingRegion reports whether the failure is as where there is no such region: its
// endpoints have no address, or signatures for it are refused.
func isMissingRegion(err error) bool {
	var silent *UnreachableError
	var call *CallError
	return errors.As(err, &silent) || errors.As(err, &call) && slices.Contains(refusedSignatures, call.Code)
}

// nowhere reports whether there is no such region, by all that can be known: it is
// nearly another one.
func nowhere(err error) bool {
	var told *RegionError
	return errors.As(err, &told) && told.Nearest != ""
}

var refusedSignatures = []string{"AuthFailure", "SignatureDoesNotMatch", "InvalidSignatureException", "InvalidClientTokenId", "UnrecognizedClientException", "AuthorizationHeaderMalformed"}

func isKnownRegion(region string) bool {
	return region == "" || slices.Contains(knownRegions(), region)
}

// nearestRegion differs in few characters; "" where none does.
func nearestRegion(region string) (nearest string) {
	least := 4
	for _, known := range knownRegions() {
		if d := levenshtein.Distance(region, known, nil); d < least {
			nearest, least = known, d
		}
	}
	return nearest
}

// knownRegions are those of the SDK's partitions (AWS General Reference, "AWS
// service endpoints").
func knownRegions() []string {
	return []string{
		"us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "ca-west-1", "mx-central-1", "sa-east-1",
		"eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
		"ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
		"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
		"af-south-1", "il-central-1", "me-central-1", "me-south-1", "me-west-1", "sa-west-1", "eusc-de-east-1",
		"us-gov-east-1", "us-gov-west-1", "cn-north-1", "cn-northwest-1",
		"us-iso-east-1", "us-iso-west-1", "us-isob-east-1", "us-isob-west-1", "us-isof-east-1", "us-isof-south-1", "eu-isoe-west-1",
	}
}

// partitionOf is how ARNs begin in the region.
func partitionOf(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}
