package ami

import (
	"maps"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// Tags that amikit puts on what it makes. They are believed on resources of the
// own account only.
const (
	// TagDisk holds the digest of the disk's content.
	TagDisk = "amikit:disk"
	// TagSnapshot holds the digest of the content and how it is stored.
	TagSnapshot = "amikit:snapshot"
	// TagImage holds the digest of the snapshot and all parameters of the image.
	TagImage = "amikit:image"
	// TagInputs holds the digest of what the disk was built from.
	TagInputs = "amikit:inputs"
	// TagSize holds the disk's size in bytes; a snapshot knows whole GiB only.
	TagSize = "amikit:size"
	// TagObject holds on an import which writing of the object it reads.
	TagObject = "amikit:object"
	// TagRejected says on a snapshot why it is none of a disk: "changed" or "mismatch".
	TagRejected = "amikit:rejected"
	// TagFamily holds the family of images whose snapshots follow each other.
	TagFamily = "amikit:family"
	// TagParent holds the ID of the snapshot from which only differing blocks were
	// sent, TagParentDisk the digest of that one's content.
	TagParent     = "amikit:parent"
	TagParentDisk = "amikit:parent-disk"
	// TagVersion holds the version of amikit.
	TagVersion = "amikit:version"
	// TagName is the name that the console shows.
	TagName = "Name"
)

// usualDescription begins the description of images for which none is given.
const usualDescription = "amikit "

// contentTags say which disk it is. They are a part of the import's client token,
// so nothing that changes from run to run may stand in them.
func (t target) contentTags() map[string]string {
	tags := map[string]string{
		TagDisk:     t.id.disk.String(),
		TagSnapshot: t.id.snapshot.String(),
		TagSize:     strconv.FormatInt(t.disk.Source.Size(), 10),
	}
	if t.disk.Inputs != "" {
		tags[TagInputs] = t.disk.Inputs.String()
	}
	return tags
}

// startTags are all tags of a snapshot that is written block by block, since they
// can go with the call that makes it.
func (t target) startTags(p *parent) map[string]string {
	tags := t.namedTags()
	if p != nil {
		tags[TagParent] = p.id
		if p.disk != "" {
			tags[TagParentDisk] = p.disk.String()
		}
	}
	return tags
}

// namedTags are what people look for, the user's own among them.
func (t target) namedTags() map[string]string {
	tags := t.contentTags()
	tags[TagName], tags[TagFamily] = t.name, t.family
	maps.Copy(tags, t.tags)
	return tags
}

func (t target) snapshotTags() map[string]string {
	tags := t.namedTags()
	if t.version != "" {
		tags[TagVersion] = t.version
	}
	return tags
}

func (t target) imageTags() map[string]string {
	tags := t.snapshotTags()
	tags[TagImage] = t.id.image.String()
	return tags
}

func toTags(tags map[string]string) []types.Tag {
	list := make([]types.Tag, 0, len(tags))
	for _, key := range sortedKeys(tags) {
		list = append(list, types.Tag{Key: aws.String(key), Value: aws.String(tags[key])})
	}
	return list
}

func fromTags(list []types.Tag) map[string]string {
	tags := make(map[string]string, len(list))
	for _, tag := range list {
		tags[aws.ToString(tag.Key)] = aws.ToString(tag.Value)
	}
	return tags
}
