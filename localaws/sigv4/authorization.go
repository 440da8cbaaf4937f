// Package sigv4 checks AWS Signature Version 4, as the services other than S3
// do it. See "Signature Version 4 signing process" in the IAM User Guide.
package sigv4

import (
	"net/http"
	"strings"
)

const algorithm = "AWS4-HMAC-SHA256"

// Authorization is what a request says of its signature.
type Authorization struct {
	AccessKey string
	// Date is the scope's day, 20060102.
	Date    string
	Region  string
	Service string

	signedHeaders []string
	signature     string
	// time is X-Amz-Date as it was sent.
	time string
	// token is the session token as it was sent.
	token string
	// query is true for a presigned request.
	query bool
}

// ParseAuthorization reads the Authorization header, or a presigned request's
// query; ok is false when there is neither or it is not whole.
func ParseAuthorization(r *http.Request) (a Authorization, ok bool) {
	fields, found := strings.CutPrefix(r.Header.Get("Authorization"), algorithm)
	if !found {
		return parsePresigned(r)
	}
	for field := range strings.SplitSeq(fields, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(field), "=")
		switch name {
		case "Credential":
			a.scope(value)
		case "SignedHeaders":
			a.signedHeaders = strings.Split(value, ";")
		case "Signature":
			a.signature = value
		}
	}
	a.time = r.Header.Get("X-Amz-Date")
	a.token = r.Header.Get("X-Amz-Security-Token")
	return a, a.whole()
}

func parsePresigned(r *http.Request) (a Authorization, ok bool) {
	if !strings.Contains(r.URL.RawQuery, "X-Amz-Algorithm="+algorithm) {
		return a, false
	}
	q := r.URL.Query()
	a.scope(q.Get("X-Amz-Credential"))
	a.signedHeaders = strings.Split(q.Get("X-Amz-SignedHeaders"), ";")
	a.signature = q.Get("X-Amz-Signature")
	a.time = q.Get("X-Amz-Date")
	a.token = q.Get("X-Amz-Security-Token")
	a.query = true
	return a, a.whole()
}

// scope reads key/20060102/region/service/aws4_request.
func (a *Authorization) scope(credential string) {
	parts := strings.Split(credential, "/")
	const after = 4 // date, region, service, aws4_request
	if len(parts) <= after {
		return
	}
	scope := parts[len(parts)-after:]
	a.AccessKey = strings.Join(parts[:len(parts)-after], "/")
	a.Date, a.Region, a.Service = scope[0], scope[1], scope[2]
}

func (a Authorization) whole() bool {
	return a.AccessKey != "" && a.signature != "" && len(a.signedHeaders) > 0
}
