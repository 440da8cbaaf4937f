package awserr

import (
	"net/http"
	"testing"

	smithyhttp "github.com/aws/smithy-go/transport/http"
)

func TestOnlyAServerThatIsNoServiceWantsTLS(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		header http.Header
		want   bool
	}{
		"Go's server":                {http.StatusBadRequest, http.Header{}, true},
		"nginx":                      {http.StatusBadRequest, http.Header{"Content-Type": {"text/html"}}, true},
		"S3":                         {http.StatusBadRequest, http.Header{"Content-Type": {"application/xml"}}, false},
		"EBS":                        {http.StatusBadRequest, http.Header{"Content-Type": {"application/json"}}, false},
		"S3, whose HEAD has no body": {http.StatusBadRequest, http.Header{"X-Amz-Request-Id": {"1"}}, false},
		"another refusal":            {http.StatusForbidden, http.Header{}, false},
	} {
		err := &smithyhttp.ResponseError{Response: &smithyhttp.Response{Response: &http.Response{StatusCode: c.status, Header: c.header}}}
		if got := wantsTLS(err); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
