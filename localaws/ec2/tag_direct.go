package ec2

import (
	"maps"

	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
)

// TagSnapshot puts the caller's tags on a snapshot that was made through
// another service, in that one's transaction.
func (s *Service) TagSnapshot(tx *store.Tx, call *wire.Call, id string, tags map[string]string) error {
	r := &request{Service: s, Call: call}
	return r.putTags(tx, snapshotType, id, maps.Clone(tags))
}
