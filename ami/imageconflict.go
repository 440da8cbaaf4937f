package ami

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

// imageConflict says how the image that has the name differs from the wanted one.
func (t target) imageConflict(i *image) error {
	return &ConflictError{Kind: "image", Name: t.name, Holder: i.id, Differences: t.allDifferences(i)}
}

// allDifferences compares content, storage and attributes, and what the identity
// holds beside them.
func (t target) allDifferences(i *image) []string {
	c := &comparison{}
	c.text("disk", orText(i.tags[TagDisk], "not known"), t.id.disk.String())
	if len(c.found) == 0 {
		c.storage(i, t)
	}
	c.found = append(c.found, t.differences(i.attributes)...)
	c.strayTags(i.tags, t.tags, t.name)
	if t.description == "" && !strings.HasPrefix(i.description, usualDescription) {
		c.text("description", quoted(i.description), "")
	}
	if len(c.found) == 0 { // it is in what AWS does not show, or shows by a call of its own
		c.text("tag "+TagImage, i.tags[TagImage], t.id.image.String())
	}
	return c.found
}

// storage compares how the same content is stored. The key is not shown with an image.
func (c *comparison) storage(i *image, t target) {
	has, want := i.tags[TagSnapshot], t.id.snapshot.String()
	switch {
	case has == want:
	case i.root.Encrypted != t.storage.encrypted:
		c.flag("encryption of its snapshot", i.root.Encrypted, t.storage.encrypted)
	case has != "" && t.storage.encrypted:
		c.found = append(c.found, otherKey)
	default:
		c.text("tag "+TagSnapshot, has, want)
	}
}

// otherKey is a difference whose values the snapshot alone tells.
const otherKey = "its snapshot is encrypted by another key"

// tellMore adds to a conflict what only calls of their own tell: the variable store
// and the key. What they do not answer stays as it was.
func (r *run) tellMore(ctx context.Context, seen found, err error) error {
	var conflict *ConflictError
	if seen.image == nil || !errors.As(err, &conflict) || conflict.Kind != "image" {
		return err
	}
	if k := slices.Index(conflict.Differences, otherKey); k >= 0 {
		conflict.Differences[k] = r.keyDifference(ctx, seen.image)
	}
	untold := func(d string) bool { return strings.HasPrefix(d, "tag "+TagImage) }
	if r.uefiData == "" && !slices.ContainsFunc(conflict.Differences, untold) {
		return err
	}
	more, lookErr := r.storeDifferences(ctx, seen.image)
	if lookErr == nil && len(more) > 0 {
		conflict.Differences = append(slices.DeleteFunc(conflict.Differences, untold), more...)
	}
	return err
}

func (r *run) keyDifference(ctx context.Context, i *image) string {
	listed, err := r.describeSnapshots(ctx, &ec2.DescribeSnapshotsInput{SnapshotIds: []string{i.rootSnapshot}})
	if err != nil || len(listed) == 0 {
		return otherKey
	}
	c := &comparison{}
	c.text("KMS key of its snapshot", cmp.Or(aws.ToString(listed[0].KmsKeyId), "not told"), cmp.Or(r.storage.key, "the account's default key"))
	return cmp.Or(strings.Join(c.found, ""), otherKey)
}

// strayTags are tags of somebody's own that are not asked for. The tag Name is the
// image's name then.
func (c *comparison) strayTags(has, want map[string]string, name string) {
	if _, named := want[TagName]; !named && has[TagName] != "" {
		c.text("tag "+TagName, quoted(has[TagName]), quoted(name))
	}
	for _, key := range sortedKeys(has) {
		_, wanted := want[key]
		if !wanted && key != TagName && !strings.HasPrefix(key, "amikit:") && !strings.HasPrefix(key, "aws:") {
			c.text("tag "+key, quoted(has[key]), "")
		}
	}
}
