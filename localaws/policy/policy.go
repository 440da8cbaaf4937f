package policy

import (
	"cmp"
	"slices"
	"sync"
)

// Denial refuses an action.
type Denial struct {
	// Action is service:Action, with wildcards; for S3 the permission or the
	// operation.
	Action string `json:"action"`
	// AccessKey is whom it concerns; empty is everybody.
	AccessKey string `json:"accessKey,omitempty"`
	// Resource is the ARN's pattern; empty is any.
	Resource string `json:"resource,omitempty"`
}

func (d Denial) covers(accessKey, action, resource string) bool {
	return MatchFold(d.Action, action) &&
		(d.AccessKey == "" || d.AccessKey == accessKey) &&
		Match(cmp.Or(d.Resource, "*"), resource)
}

// Policy is the list of all denials. It is safe for concurrent use.
type Policy struct {
	// OfKey lists the actions that a key's own credential denies it.
	OfKey func(accessKey string) []string
	// AllowedTo lists all that a key may do; nil or an empty list is everything.
	AllowedTo func(accessKey string) []string

	mu      sync.Mutex
	denials []Denial
}

// Deny adds a denial.
func (p *Policy) Deny(d Denial) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.denials = append(p.denials, d)
}

// Clear takes back what Deny added.
func (p *Policy) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.denials = nil
}

// Denials lists what Deny added.
func (p *Policy) Denials() []Denial {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.denials)
}

// Denies is true when an access key may not do an action to a resource.
func (p *Policy) Denies(accessKey, action, resource string) bool {
	covers := func(d Denial) bool { return d.covers(accessKey, action, resource) }
	return slices.ContainsFunc(p.Denials(), covers) ||
		slices.ContainsFunc(p.OfKey(accessKey), func(pattern string) bool { return covers(Denial{Action: pattern}) })
}

// Lacks is true when an access key may do some actions alone, and this is none of them.
func (p *Policy) Lacks(accessKey, action string) bool {
	if p.AllowedTo == nil {
		return false
	}
	allowed := p.AllowedTo(accessKey)
	return len(allowed) > 0 && !slices.ContainsFunc(allowed, func(pattern string) bool { return MatchFold(pattern, action) })
}
