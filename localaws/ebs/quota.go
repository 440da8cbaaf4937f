package ebs

import (
	"net/http"
	"sync"
	"time"

	"github.com/amikit/amikit/localaws/wire"
)

// quotas count the calls for blocks of each snapshot: Amazon EBS User Guide, "Quotas
// for EBS direct APIs". What was not used within a second is lost.
type quotas struct {
	mu    sync.Mutex
	spent map[string]bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

// take is false where more calls than so many a second came under the name.
func (q *quotas) take(name string, perSecond int, now time.Time) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.spent == nil {
		q.spent = map[string]bucket{}
	}
	most := float64(perSecond)
	b, known := q.spent[name]
	if !known {
		b = bucket{tokens: most, at: now}
	}
	b.tokens = min(b.tokens+now.Sub(b.at).Seconds()*most, most)
	b.at = now
	taken := b.tokens >= 1
	if taken {
		b.tokens--
	}
	q.spent[name] = b
	return taken
}

// checkQuota refuses a call for a block above the quota of its snapshot.
func (q *request) checkQuota(id string) error {
	if q.quotas.take(q.Action+" "+id, q.Service.Account.BlocksPerSecond(q.caller(), q.Region), q.now) {
		return nil
	}
	e := wire.RefuseWith(http.StatusBadRequest, "RequestThrottledException", "The request was throttled: too many requests for snapshot %s.", id)
	e.Reason = "RESOURCE_LEVEL_THROTTLE"
	return e
}
