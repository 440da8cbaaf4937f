package iam

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/amikit/amikit/localaws/policy"
)

// Allows is true when one of the role's own policies allows an action and none
// denies it. Conditions are not evaluated.
func (r Role) Allows(action, resource string) bool {
	allowed := false
	for _, text := range r.Inline {
		for _, s := range statements(text) {
			if !s.covers(action, resource) {
				continue
			}
			if s.Effect == "Deny" {
				return false
			}
			allowed = true
		}
	}
	return allowed
}

type statement struct {
	Effect    string
	Action    texts
	Resource  texts
	Principal principal
	Condition conditions
}

// oneOrMore is a list that may be written as its only member.
type oneOrMore[T any] []T

// UnmarshalJSON reads both forms.
func (l *oneOrMore[T]) UnmarshalJSON(data []byte) error {
	var one T
	if json.Unmarshal(data, &one) == nil {
		*l = oneOrMore[T]{one}
		return nil
	}
	return json.Unmarshal(data, (*[]T)(l))
}

type texts = oneOrMore[string]

func (s statement) covers(action, resource string) bool {
	return slices.ContainsFunc(s.Action, func(p string) bool { return policy.MatchFold(p, action) }) &&
		slices.ContainsFunc(s.Resource, func(p string) bool { return policy.Match(p, resource) })
}

// statements of a document that is no policy are none.
func statements(text string) []statement {
	var document struct{ Statement oneOrMore[statement] }
	if json.Unmarshal([]byte(text), &document) != nil {
		return nil
	}
	return document.Statement
}

// Trusts is true when a service may assume the role under the external ID
// that VM Import/Export uses.
func (r Role) Trusts(service string) bool {
	for _, s := range statements(r.Trust) {
		external := s.Condition.externalID()
		if s.Effect == "Allow" && slices.Contains(s.Principal.Service, service) && (external == "" || external == "vmimport") {
			return true
		}
	}
	return false
}

type principal struct{ Service texts }

// conditions are operator, key and value.
type conditions map[string]map[string]texts

// externalID finds the one that is asked for; keys have no case.
func (c conditions) externalID() string {
	for key, values := range c["StringEquals"] {
		if strings.EqualFold(key, "sts:ExternalId") && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}
