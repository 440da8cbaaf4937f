package server

import (
	"net/http"

	"github.com/amikit/amikit/localaws/ebs"
	"github.com/amikit/amikit/localaws/ec2"
	"github.com/amikit/amikit/localaws/iam"
	"github.com/amikit/amikit/localaws/quotas"
	"github.com/amikit/amikit/localaws/sts"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/answer"
	"github.com/amikit/amikit/localaws/wire/query"
)

func (s *Server) handlers() map[wire.Service]http.Handler {
	compute := &ec2.Service{
		Records:   s.records,
		Snapshots: s.snapshots,
		Imports:   s.imports,
		Roles:     s.roles,
		Gate:      s.gate,
		Clock:     s.clock,
		Regions:   s.config.Regions,
		Account:   s.settings,
		Hidden:    s.faults.Hidden,
	}
	return map[wire.Service]http.Handler{
		wire.EC2: s.query(compute.Answer),
		wire.IAM: s.query((&iam.Service{Roles: s.roles, Gate: s.gate}).Answer),
		wire.STS: s.query((&sts.Service{Gate: s.gate, Book: s.book, Clock: s.clock}).Answer),
		wire.EBS: &ebs.Service{
			Records:   s.records,
			Snapshots: s.snapshots,
			Gate:      s.gate,
			Clock:     s.clock,
			Account:   s.settings,
			Tag:       compute.TagSnapshot,
			Hidden:    s.faults.Hidden,
		},
		wire.Quotas: &quotas.Service{Gate: s.gate, Account: s.settings},
		wire.S3:     http.HandlerFunc(s.serveS3),
	}
}

func (s *Server) query(do query.Answerer) http.Handler {
	return &query.Handler{Identify: s.gate.Identify, Answer: do, Refuse: answer.Error}
}
