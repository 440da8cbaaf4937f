package ami

import (
	"fmt"
	"strings"
	"testing"
)

func TestProvenanceIsTagged(t *testing.T) {
	p := &Provenance{Dockerfile: "sha256:d", Frontend: "amikit@sha256:f", Images: []string{"debian@sha256:a", "tools@sha256:b"}}
	tags := p.tag(map[string]string{TagDisk: "sha256:disk"})
	for key, want := range map[string]string{
		TagDisk: "sha256:disk", TagDockerfile: "sha256:d", TagFrontend: "amikit@sha256:f",
		"amikit:from-1": "debian@sha256:a", "amikit:from-2": "tools@sha256:b",
	} {
		if tags[key] != want {
			t.Errorf("%s is %q, want %q", key, tags[key], want)
		}
	}
}

func TestADiskFromElsewhereHasNoProvenance(t *testing.T) {
	var p *Provenance
	if tags := p.tag(map[string]string{TagDisk: "x"}); len(tags) != 1 {
		t.Errorf("tags are %v", tags)
	}
	if tags := (&Provenance{}).tag(map[string]string{}); len(tags) != 0 {
		t.Errorf("tags are %v", tags)
	}
}

func TestProvenanceKeepsToTheLimitsOfTags(t *testing.T) {
	p := &Provenance{Dockerfile: "sha256:d"}
	for i := range 60 {
		p.Images = append(p.Images, fmt.Sprintf("%s/image-%d@sha256:%064d", strings.Repeat("long", 100), i, i))
	}
	tags := p.tag(map[string]string{TagDisk: "x"})
	if len(tags) != maxTags || tags[TagDockerfile] == "" {
		t.Errorf("there are %d tags", len(tags))
	}
	if got := tags["amikit:from-1"]; len(got) != maxTagValue || !strings.HasSuffix(got, fmt.Sprintf("@sha256:%064d", 0)) {
		t.Errorf("a long value is %q", got)
	}
}

func TestProvenanceIsNoPartOfTheImagesIdentity(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	from := func(dockerfile string) func(*Options) {
		return func(o *Options) { o.Provenance = &Provenance{Dockerfile: dockerfile} }
	}
	first, second := w.create(d, from("sha256:one")), w.create(d, from("sha256:two"))
	if second.ImageID != first.ImageID || second.Provenance.Dockerfile != "sha256:two" {
		t.Errorf("made %s, then %s of %+v", first.ImageID, second.ImageID, second.Provenance)
	}
	if tags := fromTags(w.images()[0].Tags); tags[TagDockerfile] != "sha256:one" {
		t.Errorf("the image's tags are %v", tags)
	}
}
