// Package ec2 is the part of EC2 that makes machine images: imports, snapshots,
// images and their tags, in API version 2016-11-15.
package ec2

import (
	"context"
	"slices"
	"time"

	"github.com/amikit/amikit/localaws/auth"
	"github.com/amikit/amikit/localaws/iam"
	"github.com/amikit/amikit/localaws/imports"
	"github.com/amikit/amikit/localaws/snapshot"
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/timing"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

const apiVersion = "2016-11-15"

// Service answers the calls of EC2.
type Service struct {
	Records   *store.Store
	Snapshots *snapshot.Book
	Imports   *imports.Importer
	Roles     *iam.Roles
	Gate      *auth.Gate
	Clock     *timing.Clock
	// Regions are the ones that exist.
	Regions []string
	Account Settings
	// Hidden is true for a resource that a describe does not see yet.
	Hidden func(call *wire.Call, id string, born time.Time) bool
}

// Settings are those of an account in a region.
type Settings interface {
	// EncryptedByDefault is GetEbsEncryptionByDefault's answer.
	EncryptedByDefault(account, region string) bool
	// PublicSharingBlocked is true where images and snapshots cannot be made
	// public.
	PublicSharingBlocked(account, region string) bool
}

type action func(*request) (any, error)

func (s *Service) action(name string) (action, bool) {
	for _, table := range []map[string]action{importActions(), snapshotActions(), imageActions(), otherActions()} {
		if do, ok := table[name]; ok {
			return do, true
		}
	}
	return nil, false
}

func otherActions() map[string]action {
	return map[string]action{
		"CreateTags":                        createTags,
		"DeleteTags":                        deleteTags,
		"DescribeTags":                      describeTags,
		"DescribeRegions":                   describeRegions,
		"GetEbsEncryptionByDefault":         getEncryptionByDefault,
		"GetImageBlockPublicAccessState":    getImageBlockPublicAccess,
		"GetSnapshotBlockPublicAccessState": getSnapshotBlockPublicAccess,
	}
}

// Answer does a call of EC2.
func (s *Service) Answer(_ context.Context, call *wire.Call, p query.Params) (any, error) {
	if version, ok := p["Version"]; ok && version != apiVersion {
		return nil, wire.Refuse("NoSuchVersion", "The requested version (%s) of service EC2 does not exist", version)
	}
	do, ok := s.action(call.Action)
	if !ok {
		return nil, wire.Refuse("InvalidAction", "The action %s is not valid for this web service.", call.Action)
	}
	return do(&request{Service: s, Call: call, Params: p, now: s.Clock.Now()})
}

// hasRegion is true for a region that exists.
func (s *Service) hasRegion(name string) bool { return slices.Contains(s.Regions, name) }
