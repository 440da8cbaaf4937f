package s3

import (
	"net/http"
	"regexp"
	"strings"
)

// refuse is what AWS answers before it looks at a request's signature; nil
// means that the gateway goes on.
func (s *Service) refuse(r *http.Request, call Call) *Error {
	for _, header := range []string{"X-Amz-Expected-Bucket-Owner", "X-Amz-Source-Expected-Bucket-Owner"} {
		if e := checkOwnerHeader(r.Header.Get(header)); e != nil {
			return e
		}
	}
	if s.config.Old != nil && s.config.Old(call.AccessKey, call.Region) && namesCRC64NVME(r.Header) {
		return &Error{Status: http.StatusBadRequest, Code: "InvalidArgument", Message: "Invalid checksum provided."}
	}
	if call.Operation == "CreateBucket" {
		return checkLocation(r, call)
	}
	return s.redirect(call)
}

// namesCRC64NVME finds the checksum itself, or its name where an upload is started.
func namesCRC64NVME(h http.Header) bool {
	return h.Get("X-Amz-Checksum-Crc64nvme") != "" || strings.EqualFold(h.Get("X-Amz-Checksum-Algorithm"), "CRC64NVME") ||
		strings.EqualFold(h.Get("X-Amz-Sdk-Checksum-Algorithm"), "CRC64NVME")
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
