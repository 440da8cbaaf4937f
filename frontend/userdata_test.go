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
	if got := g.solved[len(g.solved)-1]; got != "[internal] load "+UserDataPath {
		t.Errorf("before that it solved %s", got)
	}
}

func TestTheSecondPlaceOfUserDataIsTakenWhereTheFirstIsEmpty(t *testing.T) {
	g := diskGateway()
	g.files["load "+UserDataPath] = map[string]string{UserDataFallback: "#cloud-config\n"}
	if u, err := g.request(t).loadUserData(t.Context()); err != nil || u.path != UserDataFallback {
		t.Fatalf("read %+v, %v", u, err)
	}
	g.files["load "+UserDataPath][UserDataPath] = "#cloud-config\n"
	if u, err := g.request(t).loadUserData(t.Context()); err != nil || u.path != UserDataPath {
		t.Fatalf("read %+v, %v", u, err)
	}
}

func TestSecretUserDataStandsForTheFiles(t *testing.T) {
	g := diskGateway().withUserData("no cloud-config, and nobody looks")
	g.answer = `{"sha256":"0123"}`
	u, err := g.request(t).loadUserData(t.Context())
	if err != nil || u.secret != "0123" || u.state != nil || u.vertex == "" {
		t.Fatalf("read %+v, %v", u, err)
	}
}

func TestWrongSecretUserDataIsRefusedBeforeTheLongWork(t *testing.T) {
	for answer, want := range map[string]string{
		`{"sha256":"0123","problem":"user-data line 1: no header"}`: "secret user-data: user-data line 1: no header",
		`oops`: "user-data",
	} {
		g := diskGateway()
		g.answer = answer
		if _, err := g.build(t); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want %s", err, want)
		}
		if len(g.solved) != 1 {
			t.Errorf("before that it solved %q", g.solved)
		}
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

func TestAFolderIsNoUserData(t *testing.T) {
	g := diskGateway()
	g.files["load "+UserDataPath] = map[string]string{UserDataFallback + "/other": "x"}
	if u, err := g.request(t).loadUserData(t.Context()); err != nil || u.given() {
		t.Errorf("of a folder %s it read %+v, %v", UserDataFallback, u, err)
	}
	g = diskGateway()
	g.files["load "+UserDataPath] = map[string]string{UserDataPath + "/other": "x"}
	want := "read " + UserDataPath + ": " + UserDataPath + " is a folder, and a file is wanted"
	if _, err := g.request(t).loadUserData(t.Context()); err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}
