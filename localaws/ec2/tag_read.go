package ec2

import (
	"slices"
	"strings"

	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

// readTags reads a list of tags; one without a value has the empty text.
func readTags(p query.Params, parameter string) (map[string]string, error) {
	tags := map[string]string{}
	for _, item := range p.Items(parameter) {
		key, value := item["Key"], item["Value"]
		if err := checkTag(key, value); err != nil {
			return nil, err
		}
		if _, twice := tags[key]; twice {
			return nil, wire.Refuse("InvalidParameterValue", "Duplicate tag key '%s' specified.", key)
		}
		tags[key] = value
	}
	if len(tags) > maxTags {
		return nil, wire.Refuse("TagLimitExceeded", "The maximum number of tags for a resource is %d", maxTags)
	}
	return tags, nil
}

func checkTag(key, value string) error {
	switch {
	case key == "":
		return wire.Refuse("InvalidParameterValue", "Tag key cannot be empty.")
	case strings.HasPrefix(strings.ToLower(key), "aws:"):
		return wire.Refuse("InvalidParameterValue",
			"Tag keys starting with 'aws:' are reserved for internal use")
	case len([]rune(key)) > maxTagKey:
		return wire.Refuse("InvalidParameterValue", "Tag key exceeds the maximum length of %d characters", maxTagKey)
	case len([]rune(value)) > maxTagValue:
		return wire.Refuse("InvalidParameterValue", "Tag value exceeds the maximum length of %d characters", maxTagValue)
	}
	return nil
}

// specified reads the tags that a creating call gives to what it makes; types
// are those that the call can tag.
func specified(p query.Params, types ...string) (map[string]map[string]string, error) {
	byType := map[string]map[string]string{}
	for _, item := range p.Items("TagSpecification") {
		kind := item["ResourceType"]
		if !slices.Contains(types, kind) {
			return nil, wire.Refuse("InvalidParameterValue",
				"'%s' is not a valid taggable resource type for this operation.", kind)
		}
		tags, err := readTags(item, "Tag")
		if err != nil {
			return nil, err
		}
		byType[kind] = tags
	}
	return byType, nil
}
