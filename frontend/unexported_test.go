package frontend

import (
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
)

func TestOnlyADiskWithSomethingPrivateIsKeptOutOfCaches(t *testing.T) {
	local := llb.Local("context")
	for name, c := range map[string]struct {
		user    userData
		content contentFiles
		want    bool
	}{
		"nothing":        {},
		"a cloud-config": {user: userData{state: &local}, want: true},
		"a secret":       {user: userData{secret: "0123"}, want: true},
		"content":        {content: contentFiles{state: &local}, want: true},
	} {
		if got := newGateway(nil).request(t).unexported(t.Context(), &c.user, &c.content) != nil; got != c.want {
			t.Errorf("%s: kept out %v, want %v", name, got, c.want)
		}
	}
}

func TestADiskOfARemoteContextIsAWarning(t *testing.T) {
	g := newGateway(map[string]string{keyContext: "https://example.com/os.git"})
	r := g.request(t)
	for range 2 {
		if r.unexported(t.Context(), &userData{secret: "0123", vertex: "sha256:1"}, &contentFiles{}) != nil {
			t.Error("it reads a folder that there is none of")
		}
	}
	if len(g.warnings) != 1 || !strings.Contains(g.warnings[0], "--cache-to") {
		t.Errorf("warnings are %v", g.warnings)
	}
}
