package s3

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
)

// maxConfiguration bounds the body of CreateBucket.
const maxConfiguration = 1 << 20

// checkLocation refuses a bucket whose LocationConstraint does not fit the
// region that the request was sent to.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
func checkLocation(r *http.Request, call Call) *Error {
	constraint, err := locationConstraint(r)
	switch {
	case err != nil, constraint == call.Region, constraint != "" && !isRegion(constraint):
		return nil // the gateway answers
	case constraint == "" && call.Region == defaultRegion:
		return nil
	case constraint == "":
		constraint = "unspecified"
	}
	return &Error{
		Status: http.StatusBadRequest,
		Code:   "IllegalLocationConstraintException",
		Message: fmt.Sprintf("The %s location constraint is incompatible for the region specific endpoint "+
			"this request was sent to.", constraint),
	}
}

// locationConstraint reads the body and leaves it to be read again.
func locationConstraint(r *http.Request) (string, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxConfiguration))
	if err != nil {
		return "", err
	}
	rest := r.Body
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), rest), rest}
	var configuration struct{ LocationConstraint string }
	if len(body) > 0 {
		err = xml.Unmarshal(body, &configuration)
	}
	return configuration.LocationConstraint, err
}
