package s3

import (
	"net/http"
	"regexp"
)

// refuse is what AWS answers before it looks at a request's signature; nil
// means that the gateway goes on.
func (s *Service) refuse(r *http.Request, call Call) *Error {
	for _, header := range []string{"X-Amz-Expected-Bucket-Owner", "X-Amz-Source-Expected-Bucket-Owner"} {
		if e := checkOwnerHeader(r.Header.Get(header)); e != nil {
			return e
		}
	}
	if call.Operation == "CreateBucket" {
		return checkLocation(r, call)
	}
	return s.redirect(call)
}

func checkOwnerHeader(owner string) *Error {
	if owner == "" || regexp.MustCompile(`^[0-9]{12}$`).MatchString(owner) {
		return nil
	}
	return &Error{
		Status:  http.StatusBadRequest,
		Code:    "InvalidBucketOwnerAWSAccountID",
		Message: "The value of the expected bucket owner parameter must be an AWS account ID.",
	}
}
