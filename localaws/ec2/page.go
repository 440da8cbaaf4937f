package ec2

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/amikit/amikit/localaws/wire"
)

const (
	minPage = 5
	maxPage = 1000
)

// page is the part of a list that a call asks for.
type page struct {
	size  int
	after string
}

// page reads MaxResults and NextToken; ids is the name of the parameter that
// does not go together with MaxResults.
func (r *request) page(ids string, hasIDs bool) (page, error) {
	size, ok, err := number(r.Params, "MaxResults")
	if err != nil {
		return page{}, err
	}
	if !ok {
		return page{}, nil
	}
	if hasIDs {
		return page{}, wire.Refuse("InvalidParameterCombination",
			"The parameter %s cannot be used with the parameter maxResults", ids)
	}
	if size < minPage {
		return page{}, wire.Refuse("InvalidParameterValue",
			"Invalid value '%d' for maxResults. Expecting a value greater than %d.", size, minPage)
	}
	p := page{size: min(size, maxPage)}
	if token := r.Params["NextToken"]; token != "" {
		p.after, err = r.readToken(token)
	}
	return p, err
}

// readToken gives back the identifier that a page ended with.
func (r *request) readToken(token string) (string, error) {
	text, err := base64.RawURLEncoding.DecodeString(token)
	after, ok := strings.CutPrefix(string(text), r.Action+" ")
	if err != nil || !ok {
		return "", wire.Refuse("InvalidNextToken", "The provided NextToken is invalid.")
	}
	return after, nil
}

// cut takes the page out of a list that is sorted by identifier.
func cut[T any](r *request, p page, list []T, id func(T) string) (part []T, next string) {
	if p.size == 0 {
		return list, ""
	}
	start := slices.IndexFunc(list, func(item T) bool { return id(item) > p.after })
	if start < 0 {
		return nil, ""
	}
	list = list[start:]
	if len(list) <= p.size {
		return list, ""
	}
	last := id(list[p.size-1])
	return list[:p.size], base64.RawURLEncoding.EncodeToString([]byte(r.Action + " " + last))
}
