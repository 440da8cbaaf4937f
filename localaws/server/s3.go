package server

import (
	"errors"
	"net/http"

	"github.com/amikit/amikit/localaws/auth"
	"github.com/amikit/amikit/localaws/imports"
	"github.com/amikit/amikit/localaws/s3"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/answer"
)

// serveS3 refuses what is denied; everything else S3 decides by itself.
func (s *Server) serveS3(w http.ResponseWriter, r *http.Request) {
	call := wire.CallOf(r.Context())
	for _, p := range s3.Permissions(r) {
		if !s.denies(call, p) {
			continue
		}
		if err := answer.Error(w, r, auth.Denied(call, p.Action, p.Resource)); err != nil {
			panic(http.ErrAbortHandler)
		}
		return
	}
	s.s3.ServeHTTP(w, r)
}

// denies takes a denial by the permission's name and one by the operation's.
func (s *Server) denies(call *wire.Call, p s3.Permission) bool {
	return s.gate.Policy.Lacks(call.AccessKey, p.Action) || s.gate.Policy.Denies(call.AccessKey, p.Action, p.Resource) ||
		s.gate.Policy.Denies(call.AccessKey, "s3:"+call.Action, p.Resource)
}

// oldS3 is set for an account in a region.
func (s *Server) oldS3(accessKey, region string) bool {
	account, _ := s.book.Account(accessKey)
	return s.settings.LacksCRC64NVME(account.ID, region)
}

// ignoredChecksums are set for an account in a region.
func (s *Server) ignoredChecksums(accessKey, region string) []string {
	account, _ := s.book.Account(accessKey)
	return s.settings.IgnoredChecksums(account.ID, region)
}

// s3Fault hands the faults of S3's calls to its server.
func (s *Server) s3Fault(c s3.Call) s3.Fault {
	e := s.faults.Decide(wire.S3, c.Operation, c.AccessKey)
	return s3.Fault{
		Delay:          e.Delay,
		DateShift:      e.DateShift,
		Refuse:         s3Error(e.Refuse),
		LateRefuse:     s3Error(e.Late),
		Cut:            e.Cut,
		LoseAnswer:     e.Lose,
		BytesPerSecond: e.BytesPerSecond,
	}
}

func s3Error(e *wire.Error) *s3.Error {
	if e == nil {
		return nil
	}
	return &s3.Error{Status: e.Status, Code: e.Code, Message: e.Message}
}

// openObject opens a disk for an import.
func (s *Server) openObject(region, bucket, key string) (imports.Object, error) {
	file, info, err := s.s3.Object(region, bucket, key)
	for from, to := range map[error]error{
		s3.ErrNoSuchBucket: imports.ErrNoBucket,
		s3.ErrNoSuchKey:    imports.ErrNoKey,
		s3.ErrOtherRegion:  imports.ErrOtherRegion,
	} {
		if errors.Is(err, from) {
			return imports.Object{}, to
		}
	}
	return imports.Object{File: file, Size: info.Size, Owner: info.Owner}, err
}

// roleMayRead asks the role that reads disks for an account.
func (s *Server) roleMayRead(account, role, bucket, key string) bool {
	r, ok := s.roles.Get(account, role)
	arn := "arn:aws:s3:::" + bucket
	return ok && r.Allows("s3:GetObject", arn+"/"+key) && r.Allows("s3:GetBucketLocation", arn)
}
