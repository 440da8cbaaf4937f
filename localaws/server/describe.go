package server

import (
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/amikit/amikit/localaws/ebs"
	"github.com/amikit/amikit/localaws/sigv4"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

// describe finds which service a request is for, by the scope of its signature
// or else by its shape, and what it asks for.
func (s *Server) describe(r *http.Request) *wire.Call {
	call := &wire.Call{RequestID: uuid.NewString()}
	if a, ok := sigv4.ParseAuthorization(r); ok {
		call.AccessKey, call.Region, call.Service = a.AccessKey, a.Region, wire.Service(a.Service)
	}
	switch call.Service {
	case wire.EC2, wire.STS, wire.IAM:
		call.Action = queryParams(r)["Action"]
	case wire.EBS:
		call.Action = ebs.Action(r)
	case wire.S3:
		s.describeS3(r, call)
	case "":
		s.guess(r, call)
	default:
		_, call.Action, _ = strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	}
	return call
}

// guess goes by a request's shape alone.
func (s *Server) guess(r *http.Request, call *wire.Call) {
	if isForm(r) || r.Method == http.MethodGet && r.URL.Query().Has("Action") {
		p := queryParams(r)
		call.Service, call.Action = serviceOfVersion(p["Version"]), p["Action"]
		return
	}
	if action := ebs.Action(r); action != "" {
		call.Service, call.Action = wire.EBS, action
		return
	}
	call.Service = wire.S3
	s.describeS3(r, call)
}

func (s *Server) describeS3(r *http.Request, call *wire.Call) {
	described := s.s3.Describe(r)
	call.Action, call.Region, call.AccessKey = described.Operation, described.Region, described.AccessKey
	call.Account, _ = s.book.Account(call.AccessKey)
}

func isForm(r *http.Request) bool {
	return r.Method == http.MethodPost && r.URL.Path == "/" &&
		strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded")
}

func serviceOfVersion(version string) wire.Service {
	switch version {
	case "2011-06-15":
		return wire.STS
	case "2010-05-08":
		return wire.IAM
	}
	return wire.EC2
}

// queryParams are none when the form cannot be read; the service says so.
func queryParams(r *http.Request) query.Params {
	p, err := query.Peek(r)
	if err != nil {
		return query.Params{}
	}
	return p
}
