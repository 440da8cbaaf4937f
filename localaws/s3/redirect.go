package s3

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// redirect sends a request for a bucket of another region there.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingRouting.html
func (s *Service) redirect(call Call) *Error {
	home := s.store.region(call.Bucket)
	switch {
	case !isRegion(call.Region):
		return wrongScope(call, home)
	case home == "" || home == call.Region || findsBucketAnywhere(call):
		return nil
	}
	return &Error{
		Status: http.StatusMovedPermanently,
		Code:   "PermanentRedirect",
		Message: "The bucket you are attempting to access must be addressed using the specified endpoint. " +
			"Please send all future requests to this endpoint.",
		Endpoint:     "s3." + home + ".amazonaws.com",
		Bucket:       call.Bucket,
		BucketRegion: home,
	}
}

// findsBucketAnywhere is true of the call by which the global endpoint tells
// the region of every bucket.
func findsBucketAnywhere(call Call) bool {
	return call.Operation == "GetBucketLocation" && call.Region == defaultRegion
}

// wrongScope refuses a signature for a region that does not exist.
func wrongScope(call Call, home string) *Error {
	if home == "" {
		home = defaultRegion
	}
	return &Error{
		Status: http.StatusBadRequest,
		Code:   "AuthorizationHeaderMalformed",
		Message: fmt.Sprintf("The authorization header is malformed; the region '%s' is wrong; expecting '%s'",
			call.Region, home),
		Region:       home,
		BucketRegion: home,
	}
}

func isRegion(name string) bool {
	return regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$`).MatchString(name)
}

// region is the one that a bucket was created in, or nothing when there is no
// such bucket.
func (st *store) region(bucket string) string {
	if bucket == "" || strings.Contains(bucket, "/") {
		return ""
	}
	region, err := st.meta.RetrieveAttribute(nil, bucket, "", regionKey)
	if err != nil {
		return ""
	}
	return string(region)
}
