package frontend

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/internal/step"
	amillb "github.com/amikit/amikit/llb"
)

func provenanceOf(t *testing.T, r *Request, disk llb.State) step.Provenance {
	t.Helper()
	text, err := r.provenance(t.Context(), disk)
	if err != nil {
		t.Fatal(err)
	}
	var p step.Provenance
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestProvenanceNamesEveryImageOnce(t *testing.T) {
	dockerfile := "FROM example.com/base\n"
	r := newGateway(nil).withDockerfile(dockerfile).request(t)
	base := llb.Image("example.com/base:1@" + digest.FromString("base").String())
	layout := llb.OCILayout("made-up@"+digest.FromString("layout").String(), llb.OCIStore("", "store"))
	disk := llb.Scratch().
		File(llb.Copy(base, "/a", "/")).File(llb.Copy(base, "/b", "/")).
		File(llb.Copy(llb.Image("example.com/unpinned"), "/", "/")).File(llb.Copy(layout, "/", "/")).File(llb.Copy(r.Tool.Image, "/amikit", "/")).
		File(llb.Copy(llb.Git("example.com/repo.git", "main"), "/", "/"))
	p := provenanceOf(t, r, disk)
	want := []string{"example.com/base:1@" + digest.FromString("base").String(),
		"example.com/unpinned:latest@" + digest.FromString("example.com/unpinned:latest").String(), "oci-layout@" + digest.FromString("layout").String()}
	if !slices.Equal(p.Images, want) {
		t.Errorf("images are %v, want %v", p.Images, want)
	}
	if want := "example.com/amikit@sha256:" + strings.Repeat("a", 64); p.Frontend != want {
		t.Errorf("the frontend is %q, want %q", p.Frontend, want)
	}
	if want := digest.FromString(dockerfile).String(); p.Dockerfile != want {
		t.Errorf("the Dockerfile is %q, want %q", p.Dockerfile, want)
	}
}

func TestProvenanceWithoutAFrontendImageOrADockerfile(t *testing.T) {
	g := newGateway(map[string]string{rootfsContext: "docker-image://example.com/os"})
	g.image = nil
	tool := WithTool(amillb.Tool{Image: llb.Local("tool"), Path: "/amikit", DiskPath: "/amikit-disk"})
	if p := provenanceOf(t, g.request(t, tool), llb.Scratch()); p.Frontend != "" || p.Dockerfile != "" || len(p.Images) != 0 {
		t.Errorf("it is %+v", p)
	}
}
