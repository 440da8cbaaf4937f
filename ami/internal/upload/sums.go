package upload

import (
	"context"
	"net/http"

	"github.com/amikit/amikit/ami/awserr"
)

// sums are the checksums that an endpoint keeps, as a marker says it.
type sums string

// From the best to the worst.
const (
	crcSums    sums = ""       // CRC64NVME of each part and of the whole
	sha256Sums sums = "sha256" // SHA-256 of each part, and one of those for the whole
	noSums     sums = "none"   // none are shown: what was sent is read back
)

func (s sums) worse() sums {
	if s == crcSums {
		return sha256Sums
	}
	return noSums
}

func (s sums) String() string {
	if s == crcSums {
		return "CRC64NVME"
	}
	return "SHA-256"
}

// check says how an upload with these checksums is checked.
func (s sums) check() string {
	if s == sha256Sums {
		return "parts are checked by SHA-256"
	}
	return "the object is read back and compared when it is complete"
}

// announce writes the marker of an upload that is to be started. What the endpoint
// says of that object tells which checksums it keeps: one may refuse them, or take
// them and never look at them, and then never shows them either.
func (u *Uploader) announce(ctx context.Context) error {
	for {
		shown, err := u.putMarker(ctx, marker{})
		if u.sums == noSums || err == nil && shown || err != nil && !noSum(err) {
			return err
		}
		what := "knows no %s: %s"
		if err == nil {
			what = "takes %s, but never shows it: %s"
		}
		u.warn("the endpoint "+what, u.sums, u.sums.worse().check())
		u.sums = u.sums.worse()
	}
}

// noSum reports whether an endpoint may have refused the call because it knows not
// the checksum. One that refused it for something else does so again.
func noSum(err error) bool {
	status := awserr.Status(err)
	return (status == http.StatusBadRequest || status == http.StatusNotImplemented) &&
		awserr.Is(err, "InvalidArgument", "InvalidRequest", "InvalidChecksum", "NotImplemented")
}
