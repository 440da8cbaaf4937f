package frontend

import (
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
)

func diskGateway() *gateway {
	return newGateway(map[string]string{keyTarget: TargetDisk, "build-arg:ISO_IMAGE": "example.com/os"})
}

func TestAMissingUserDataIsAWarning(t *testing.T) {
	g := diskGateway()
	if _, err := g.build(t); err != nil {
		t.Fatal(err)
	}
	if len(g.warnings) != 1 || !strings.Contains(g.warnings[0], UserDataPath) {
		t.Fatalf("warnings are %v", g.warnings)
	}
}

func TestUserDataIsReadWithoutAWarning(t *testing.T) {
	g := diskGateway().withUserData("#cloud-config\n")
	r := g.request(t)
	u, err := r.loadUserData(t.Context())
	if err != nil || u.state == nil || len(g.warnings) != 0 {
		t.Fatalf("read %+v, %v, warnings %v", u, err, g.warnings)
	}
}

func TestWrongUserDataIsRefusedBeforeTheLongWork(t *testing.T) {
	g := diskGateway().withUserData("users: [canary-value]\n")
	_, err := g.build(t)
	if err == nil || !strings.Contains(err.Error(), UserDataPath) || strings.Contains(err.Error(), "canary") {
		t.Fatalf("error is %v", err)
	}
	if got := strings.Join(g.solved, "\n"); got != "[internal] load "+UserDataPath {
		t.Errorf("before that it solved %s", got)
	}
}

func TestUserDataComesFromWhereTheContextIs(t *testing.T) {
	for name, c := range map[string]struct {
		opts   map[string]string
		inputs map[string]llb.State
		remote bool
	}{
		"a folder of the client":             {nil, nil, false},
		"a git repository":                   {map[string]string{"context": "https://example.com/os.git#main"}, nil, true},
		"an archive":                         {map[string]string{"context": "https://example.com/os.tar"}, nil, true},
		"a git repository under another key": {map[string]string{"contextkey": "here", "here": "https://example.com/os.git"}, nil, true},
		"another build's result":             {nil, map[string]llb.State{"context": llb.Scratch()}, true},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGateway(c.opts)
			g.inputs = c.inputs
			if got, err := g.request(t).hasRemoteContext(t.Context()); got != c.remote || err != nil {
				t.Fatalf("remote: %v, %v", got, err)
			}
		})
	}
}
