package ami

import (
	"strconv"
)

// Provenance names what a disk was built from, so that an image leads back to its
// build. It is told and tagged, and decides nothing: an image is the same
// whatever built its disk.
type Provenance struct {
	// Dockerfile is the digest of the Dockerfile; empty where there was none.
	Dockerfile string `json:"dockerfile,omitempty"`
	// Frontend is the frontend's image, with its digest; empty where a client ran
	// amikit itself.
	Frontend string `json:"frontend,omitempty"`
	// Images are all other images that were used, each with its digest: base
	// images, and those with the disk's tools.
	Images []string `json:"images,omitempty"`
}

// Tags of an image that name what its disk was built from.
const (
	// TagDockerfile holds the digest of the Dockerfile.
	TagDockerfile = "amikit:dockerfile"
	// TagFrontend holds the frontend's image and its digest.
	TagFrontend = "amikit:frontend"
	// TagFrom and a number hold an image that was used and its digest.
	TagFrom = "amikit:from-"
)

// Limits of EC2's tags: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html
const (
	maxTags     = 50
	maxTagValue = 256
)

// tag adds the provenance to an image's tags, as far as there is room; the result
// in ami.json is complete.
func (p *Provenance) tag(tags map[string]string) map[string]string {
	if p == nil {
		return tags
	}
	add := func(key, value string) {
		if value != "" && len(tags) < maxTags {
			tags[key] = end(value)
		}
	}
	add(TagDockerfile, p.Dockerfile)
	add(TagFrontend, p.Frontend)
	for i, image := range p.Images {
		add(TagFrom+strconv.Itoa(i+1), image)
	}
	return tags
}

// end cuts a value to what a tag holds; its end is the digest.
func end(value string) string {
	return value[max(0, len(value)-maxTagValue):]
}
