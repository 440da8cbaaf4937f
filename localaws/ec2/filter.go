package ec2

import (
	"maps"
	"slices"
	"strings"

	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

const maxFilterValues = 200

type filter struct {
	name   string
	values []string
}

// fields are a resource's values by the names of filters.
type fields map[string][]string

// tagFields adds what tag filters look at.
func (f fields) tags(tags map[string]string) fields {
	f["tag-key"] = slices.Collect(maps.Keys(tags))
	for key, value := range tags {
		f["tag:"+key] = []string{value}
	}
	return f
}

// filters reads a call's filters; known are their names beside those of tags.
func filters(p query.Params, parameter string, known ...string) ([]filter, error) {
	var list []filter
	values := 0
	for _, item := range p.Items(parameter) {
		f := filter{item["Name"], item.List("Value")}
		if !slices.Contains(known, f.name) && f.name != "tag-key" && !strings.HasPrefix(f.name, "tag:") {
			return nil, wire.Refuse("InvalidParameterValue", "The filter '%s' is invalid", f.name)
		}
		values += len(f.values)
		list = append(list, f)
	}
	if values > maxFilterValues {
		return nil, wire.Refuse("FilterLimitExceeded", "The maximum number of filter values is %d", maxFilterValues)
	}
	return list, nil
}

// match is true when each filter has a value that one of the fields is like.
func match(list []filter, f fields) bool {
	return !slices.ContainsFunc(list, func(wanted filter) bool { return !wanted.matches(f[wanted.name]) })
}

func (f filter) matches(values []string) bool {
	return slices.ContainsFunc(values, func(value string) bool {
		return slices.ContainsFunc(f.values, func(pattern string) bool { return like(pattern, value) })
	})
}

// like compares by a filter's wildcards: * any text, ? one character, \ takes
// the next character as it is.
func like(pattern, text string) bool {
	if pattern == "" {
		return text == ""
	}
	switch pattern[0] {
	case '*':
		for start := range len(text) + 1 {
			if like(pattern[1:], text[start:]) {
				return true
			}
		}
		return false
	case '?':
		return text != "" && like(pattern[1:], text[1:])
	case '\\':
		if len(pattern) > 1 {
			pattern = pattern[1:]
		}
	}
	return text != "" && pattern[0] == text[0] && like(pattern[1:], text[1:])
}
