package ec2

import (
	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire/query"
)

type describedTag struct {
	ResourceID   string `xml:"resourceId"`
	ResourceType string `xml:"resourceType"`
	tagItem
}

// describeTags https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html
func describeTags(r *request) (any, error) {
	wanted, err := filters(r.Params, "Filter", "key", "value", "resource-id", "resource-type")
	if err != nil {
		return nil, err
	}
	part, err := r.page("", false)
	if err != nil {
		return nil, err
	}
	if err := r.permit(); err != nil {
		return nil, err
	}
	list, err := r.allTags(wanted)
	if err != nil {
		return nil, err
	}
	var result struct {
		Tags query.Set[describedTag] `xml:"tagSet"`
		Next string                  `xml:"nextToken,omitempty"`
	}
	result.Tags.Items, result.Next = cut(r, part, list, func(t describedTag) string { return t.ResourceID + " " + t.Key })
	return result, nil
}

func (r *request) allTags(wanted []filter) (list []describedTag, err error) {
	err = r.Records.View(func(tx *store.Tx) error {
		records, err := tagTable.List(tx, r.tagKey(""))
		for _, record := range records {
			for _, tag := range tagSet(record.Tags).Items {
				f := fields{
					"key": {tag.Key}, "value": {tag.Value},
					"resource-id": {record.Resource}, "resource-type": {record.Type},
					"tag:" + tag.Key: {tag.Value}, "tag-key": {tag.Key},
				}
				if match(wanted, f) {
					list = append(list, describedTag{record.Resource, record.Type, tag})
				}
			}
		}
		return err
	})
	return list, err
}
