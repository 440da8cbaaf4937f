package ec2

import (
	"slices"

	"github.com/amikit/amikit/localaws/store"
	"github.com/amikit/amikit/localaws/wire/query"
)

type imageList struct {
	Images query.Set[imageItem] `xml:"imagesSet"`
	Next   string               `xml:"nextToken,omitempty"`
}

// describeImages https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html
func describeImages(r *request) (any, error) {
	ids := r.List("ImageId")
	if err := checkImageIDs(ids...); err != nil {
		return nil, err
	}
	wanted, err := filters(r.Params, "Filter", imageFilterNames()...)
	if err != nil {
		return nil, err
	}
	part, err := r.page("imageIdsSet", len(ids) > 0)
	if err != nil {
		return nil, err
	}
	owners, err := r.users("Owner", "amazon", "aws-marketplace", "aws-backup-vault")
	if err != nil {
		return nil, err
	}
	users, err := r.users("ExecutableBy", everybody)
	if err != nil {
		return nil, err
	}
	if err := r.permit(); err != nil {
		return nil, err
	}
	images, err := r.visibleImages(ids, owners)
	if err != nil {
		return nil, err
	}
	images = slices.DeleteFunc(images, func(i image) bool {
		return !owned(owners, i.Owner) || !i.launchable(users)
	})
	items, err := r.imageItems(images, wanted)
	if err != nil {
		return nil, err
	}
	var result imageList
	result.Images.Items, result.Next = cut(r, part, items, func(i imageItem) string { return i.ID })
	return result, nil
}

// visibleImages finds what the caller may launch, of the owners or of all. Of asked
// identifiers, one that was never given out is refused; a deregistered one, or a
// private one of others, is left out.
func (r *request) visibleImages(ids, owners []string) ([]image, error) {
	all, err := r.images(ids, owners)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(i image) bool { return r.Hidden(r.Call, i.ID, i.Created) })
	for _, id := range ids {
		if !slices.ContainsFunc(all, func(i image) bool { return i.ID == id }) {
			return nil, noImage(id)
		}
	}
	return slices.DeleteFunc(all, func(i image) bool {
		return !i.visibleTo(r.caller()) || len(ids) == 0 && r.tooOld(i)
	}), nil
}

// tooOld is true for a deprecated image of others, which has to be asked for.
func (r *request) tooOld(i image) bool {
	deprecated := !i.Deprecated.IsZero() && !r.isLater(i.Deprecated)
	return deprecated && i.Owner != r.caller() && !r.Flag("IncludeDeprecated")
}

// launchable is true when no user is asked for, or one with whom the image is
// shared.
func (i image) launchable(users []string) bool {
	return len(users) == 0 || slices.ContainsFunc(users, func(user string) bool {
		return user == everybody && i.Public || slices.Contains(i.Shared, user)
	})
}

func (r *request) imageItems(images []image, wanted []filter) (items []imageItem, err error) {
	err = r.Records.View(func(tx *store.Tx) error {
		for _, i := range images {
			tags, err := r.tags(tx, i.ID)
			if err != nil {
				return err
			}
			if item := r.imageItem(i, tags); match(wanted, item.fields(tags)) {
				items = append(items, item)
			}
		}
		return nil
	})
	return items, err
}
