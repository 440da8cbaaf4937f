package ami

import (
	"fmt"
	"strings"

	"github.com/opencontainers/go-digest"
)

// identity holds the digests of three things, each of which contains the one
// before it. What AWS holds is reused only where the digest of that very thing agrees.
type identity struct {
	// disk is the content.
	disk digest.Digest
	// snapshot is the content and how it is stored.
	snapshot digest.Digest
	// image is the snapshot and every parameter of the registration.
	image digest.Digest
}

// identify computes what this image would be of another disk.
func (t target) identify(d Disk) identity {
	id := identity{disk: d.Digest}
	id.snapshot = canonical("amikit-snapshot-v1", append([]string{
		"disk", d.Digest.String(),
		"size", formatSize(d.Source.Size()),
	}, t.storage.identity()...)...)
	pairs := append([]string{"snapshot", id.snapshot.String(), "name", t.name}, t.normal(wholeGiB(d.Source.Size())).pairs()...)
	id.image = canonical("amikit-image-v1", pairs...)
	return id
}

// canonical digests names and values, which follow each other, under a version
// of their form.
func canonical(form string, pairs ...string) digest.Digest {
	var text strings.Builder
	text.WriteString(form + "\n")
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&text, "%s=%q\n", pairs[i], pairs[i+1])
	}
	return digest.FromString(text.String())
}
