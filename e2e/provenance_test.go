//go:build e2e

package e2e

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/e2e/harness"
)

// provenance is what ami.json says of the disk's build.
type provenance struct {
	Provenance struct {
		Dockerfile string   `json:"dockerfile"`
		Frontend   string   `json:"frontend"`
		Images     []string `json:"images"`
	} `json:"provenance"`
}

// tagsOf asks AWS for an image's tags.
func tagsOf(t *testing.T, a harness.Account, id string) map[string]string {
	t.Helper()
	out, err := a.EC2().DescribeImages(t.Context(), &ec2.DescribeImagesInput{ImageIds: []string{id}})
	if err != nil {
		t.Fatal(err)
	}
	tags := map[string]string{}
	for _, tag := range out.Images[0].Tags {
		tags[aws.ToString(tag.Key)] = aws.ToString(tag.Value)
	}
	return tags
}

// hasImage fails where none of the images is the one, pinned by digest.
func hasImage(t *testing.T, images []string, ref string) {
	t.Helper()
	if !slices.ContainsFunc(images, func(image string) bool { return strings.HasPrefix(image, ref+"@sha256:") }) {
		t.Errorf("%s is not among %q", ref, images)
	}
}

// TestAnAMILeadsBackToItsBuild makes the system of a base image, by a Dockerfile
// and without one.
func TestAnAMILeadsBackToItsBuild(t *testing.T) {
	t.Parallel()
	base := suite.Registry.Address + "/base:traced"
	push := harness.Build{Context: newContext(t, debian()), Target: "iso-image"}
	push.Extra = []string{"--output", "type=image,push=true,name=" + base}
	build(t, harness.Gateway, push)
	dockerfile := "FROM " + base + "\n"
	for name, c := range map[string]struct {
		spoil      func(b *harness.Build)
		dockerfile string
	}{
		"a Dockerfile": {func(b *harness.Build) { write(t, b.Context, "Dockerfile", dockerfile) }, digest.FromString(dockerfile).String()},
		"ISO_IMAGE":    {func(b *harness.Build) { b.Args["ISO_IMAGE"] = base }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			b := publish(t, a)
			c.spoil(&b)
			build(t, harness.Gateway, b)
			var p provenance
			if err := json.Unmarshal([]byte(read(t, b.Output, "ami.json")), &p); err != nil {
				t.Fatal(err)
			}
			hasImage(t, p.Provenance.Images, base)
			hasImage(t, p.Provenance.Images, suite.DiskTools)
			hasImage(t, []string{p.Provenance.Frontend}, suite.Image)
			if p.Provenance.Dockerfile != c.dockerfile || len(p.Provenance.Images) != 2 {
				t.Errorf("the provenance is %+v", p.Provenance)
			}
			tags := tagsOf(t, a, image(t, b.Output).ImageID)
			if tags["amikit:dockerfile"] != c.dockerfile || tags["amikit:frontend"] != p.Provenance.Frontend || tags["amikit:from-2"] != p.Provenance.Images[1] {
				t.Errorf("the tags are %v", tags)
			}
		})
	}
}
