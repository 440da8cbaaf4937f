package role

import (
	"encoding/json"
	"net/url"
	"path"
	"slices"
	"strings"
)

// statement is what is read of a policy's statement (IAM User Guide, "IAM JSON
// policy elements reference").
type statement struct {
	Effect    string
	Action    texts
	Resource  texts
	Principal struct{ Service texts }
	Condition map[string]map[string]texts
}

// texts is a list that may be written as its only member.
type texts []string

// UnmarshalJSON reads both forms.
func (t *texts) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*t = texts{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(t))
}

// parse reads a document as IAM answers with it: escaped. One that cannot be read
// has no statements.
func parse(document string) []statement {
	text, err := url.PathUnescape(document)
	if err != nil {
		return nil
	}
	var d struct{ Statement []statement }
	if json.Unmarshal([]byte(text), &d) == nil {
		return d.Statement
	}
	var single struct{ Statement statement }
	if json.Unmarshal([]byte(text), &single) != nil {
		return nil
	}
	return []statement{single.Statement}
}

func trusts(document string) bool {
	return slices.ContainsFunc(parse(document), func(s statement) bool {
		return s.Effect == "Allow" && slices.ContainsFunc(s.Principal.Service, isImporter) && s.takes("vmimport")
	})
}

func isImporter(service string) bool { return strings.HasPrefix(service, "vmie.amazonaws.com") }

// takes reports whether the statement lets the external ID pass; keys have no case.
func (s statement) takes(id string) bool {
	for key, values := range s.Condition["StringEquals"] {
		if strings.EqualFold(key, "sts:ExternalId") && !slices.Contains(values, id) {
			return false
		}
	}
	return true
}

// allows passes over conditions.
func allows(statements []statement, n Need) bool {
	allowed := false
	for _, s := range statements {
		if !s.covers(n) {
			continue
		}
		if s.Effect == "Deny" {
			return false
		}
		allowed = true
	}
	return allowed
}

func (s statement) covers(n Need) bool {
	return slices.ContainsFunc(s.Action, func(p string) bool { return matches(strings.ToLower(p), strings.ToLower(n.Action)) }) &&
		slices.ContainsFunc(s.Resource, func(p string) bool { return p == "*" || matches(p, n.Resource) })
}

// matches lets a star stand for slashes too, which path.Match does not.
func matches(pattern, name string) bool {
	flat := strings.NewReplacer("/", "\x00", "[", "\x01")
	ok, err := path.Match(flat.Replace(pattern), flat.Replace(name))
	return ok && err == nil
}
