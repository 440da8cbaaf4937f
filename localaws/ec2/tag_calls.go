package ec2

import (
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire"
	"github.com/amikit/amikit/localaws/wire/query"
)

const maxTaggedAtOnce = 1000

// taggingRequest reads what CreateTags and DeleteTags have in common.
func (r *request) taggingRequest() ([]string, error) {
	ids := r.List("ResourceId")
	if len(ids) == 0 {
		return nil, missing("resourceIdSet")
	}
	if len(ids) > maxTaggedAtOnce {
		return nil, wire.Refuse("InvalidParameterValue", "At most %d resources can be tagged at once", maxTaggedAtOnce)
	}
	arns := make([]string, len(ids))
	for i, id := range ids {
		arns[i] = r.arn(resourceType(id), id)
	}
	return ids, r.permit(arns...)
}

// createTags https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html
func createTags(r *request) (any, error) {
	tags, err := readTags(r.Params, "Tag")
	if err != nil {
		return nil, err
	}
	if len(tags) == 0 {
		return nil, missing("tagSet")
	}
	ids, err := r.taggingRequest()
	if err != nil {
		return nil, err
	}
	err = r.eachResource(ids, func(tx *store.Tx, id string) error {
		return r.putTags(tx, resourceType(id), id, tags)
	})
	return done{true}, err
}

// deleteTags https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
func deleteTags(r *request) (any, error) {
	ids, err := r.taggingRequest()
	if err != nil {
		return nil, err
	}
	unwanted := r.Items("Tag")
	err = r.eachResource(ids, func(tx *store.Tx, id string) error {
		record, found, err := tagTable.Get(tx, r.tagKey(id))
		if err != nil || !found {
			return err
		}
		removeTags(record.Tags, unwanted)
		return tagTable.Put(tx, r.tagKey(id), record)
	})
	return done{true}, err
}

// removeTags takes all when no tag is named; a tag without a value stands for
// any value.
func removeTags(tags map[string]string, unwanted []query.Params) {
	if len(unwanted) == 0 {
		clear(tags)
	}
	for _, tag := range unwanted {
		if !tag.Has("Value") || tags[tag["Key"]] == tag["Value"] {
			delete(tags, tag["Key"])
		}
	}
}

// eachResource changes all or, when one of them is not there, none.
func (r *request) eachResource(ids []string, do func(*store.Tx, string) error) error {
	return r.Records.Update(func(tx *store.Tx) error {
		for _, id := range ids {
			if err := r.findTaggable(tx, id); err != nil {
				return err
			}
			if err := do(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}
