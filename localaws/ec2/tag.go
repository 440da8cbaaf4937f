package ec2

import (
	"maps"
	"slices"

	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

const (
	maxTags     = 50
	maxTagKey   = 128
	maxTagValue = 256
)

// tagged is the tags that one account has put on a resource.
type tagged struct {
	Resource, Type string
	Tags           map[string]string
}

// tagTable holds tags under region/account/resource: each account sees its own.
const tagTable = store.Table[tagged]("tags")

func (r *request) tagKey(resource string) string { return store.Key(r.Region, r.caller(), resource) }

// tags are the caller's tags on a resource.
func (r *request) tags(tx *store.Tx, resource string) (map[string]string, error) {
	record, _, err := tagTable.Get(tx, r.tagKey(resource))
	return record.Tags, err
}

// putTags adds tags to a resource.
func (r *request) putTags(tx *store.Tx, kind, resource string, tags map[string]string) error {
	if len(tags) == 0 {
		return nil
	}
	record, _, err := tagTable.Get(tx, r.tagKey(resource))
	if err != nil {
		return err
	}
	all := maps.Clone(record.Tags)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, tags)
	if len(all) > maxTags {
		return wire.Refuse("TagLimitExceeded", "The maximum number of tags for a resource is %d", maxTags)
	}
	return tagTable.Put(tx, r.tagKey(resource), tagged{resource, kind, all})
}

type tagItem struct {
	Key   string `xml:"key"`
	Value string `xml:"value"`
}

func tagSet(tags map[string]string) (set query.Set[tagItem]) {
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		set.Items = append(set.Items, tagItem{key, tags[key]})
	}
	return set
}
