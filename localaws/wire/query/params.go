// Package query speaks AWS's query protocols: form parameters in, XML out.
package query

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Params are the parameters of a call, or of one structure inside it. Keys are
// the wire's, such as "Filter.1.Name".
type Params map[string]string

// Parse takes the first value of each form field.
func Parse(form url.Values) Params {
	p := Params{}
	for key, values := range form {
		if len(values) > 0 {
			p[key] = values[0]
		}
	}
	return p
}

// Has tells a parameter that was sent, even empty, from one that was not.
func (p Params) Has(name string) bool {
	_, ok := p[name]
	return ok
}

// HasAny is true when the parameter, or a member of the structure or list of
// that name, was sent.
func (p Params) HasAny(name string) bool {
	if p.Has(name) {
		return true
	}
	for key := range p {
		if strings.HasPrefix(key, name+".") {
			return true
		}
	}
	return false
}

// Flag is true for the text "true" in any case.
func (p Params) Flag(name string) bool { return strings.EqualFold(p[name], "true") }

// Sub is the structure of that name.
func (p Params) Sub(name string) Params {
	sub := Params{}
	for key, value := range p {
		if rest, ok := strings.CutPrefix(key, name+"."); ok {
			sub[rest] = value
		}
	}
	return sub
}

// List is a flattened list of texts in the order of its indices.
func (p Params) List(name string) []string {
	sub := p.Sub(name)
	var list []string
	for _, index := range sub.indices() {
		if value, ok := sub[strconv.Itoa(index)]; ok {
			list = append(list, value)
		}
	}
	return list
}

// Items is a flattened list of structures in the order of its indices.
func (p Params) Items(name string) []Params {
	sub := p.Sub(name)
	var items []Params
	for _, index := range sub.indices() {
		items = append(items, sub.Sub(strconv.Itoa(index)))
	}
	return items
}

func (p Params) indices() []int {
	seen := map[int]bool{}
	var indices []int
	for key := range p {
		head, _, _ := strings.Cut(key, ".")
		index, err := strconv.Atoi(head)
		if err == nil && !seen[index] {
			seen[index] = true
			indices = append(indices, index)
		}
	}
	slices.Sort(indices)
	return indices
}
