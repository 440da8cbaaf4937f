package frontend

import (
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
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

// remote is what a client gives beside a context that is no folder.
type remote struct {
	opts    map[string]string
	user    userData
	content contentFiles
	folder  string // that keeps the disk out; empty where nothing does
	warning string // empty where there is none
}

func TestADiskOfARemoteContextIsKeptOutByAnyFolderOfTheClient(t *testing.T) {
	local := llb.Local("context")
	const git, archive = "https://example.com/os.git", "https://example.com/os.tar"
	secret, file := userData{secret: "0123", vertex: "sha256:1"}, userData{state: &local, vertex: "sha256:1"}
	named := func(address, key, value string) map[string]string {
		return map[string]string{keyContext: address, key: value}
	}
	for name, c := range map[string]remote{
		"no folder":                  {opts: named(git, "context:other", "docker-image://example.com/os"), user: secret, warning: "--build-context unexported=DIR"},
		"a named folder":             {opts: named(git, "context:some", "local:some"), user: file, folder: "some"},
		"the Dockerfile's":           {opts: named(git, keyDockerfileKey, "file"), user: file, folder: "file"},
		"a secret for an archive":    {opts: named(archive, "context:some", "local:some"), user: secret, folder: "some"},
		"a file in an archive":       {opts: named(archive, "context:some", "local:some"), user: file, folder: "some", warning: "secret user-data"},
		"content in an archive":      {opts: named(archive, "context:some", "local:some"), user: userData{vertex: "sha256:1"}, content: contentFiles{state: &local}, folder: "some", warning: "mode=max"},
		"content beside an archive":  {opts: named(archive, "context:content", "local:content"), content: contentFiles{state: &local}, folder: "content"},
		"an archive without private": {opts: named(archive, "context:some", "local:some")},
	} {
		t.Run(name, func(t *testing.T) { checkRemote(t, c) })
	}
}

// checkRemote asks twice, as a build for two platforms does.
func checkRemote(t *testing.T, c remote) {
	g := newGateway(c.opts)
	r := g.request(t)
	for range 2 {
		state := r.unexported(t.Context(), &c.user, &c.content)
		if got := localName(t, state); got != c.folder {
			t.Errorf("it is kept out by the folder %q, want %q", got, c.folder)
		}
	}
	if c.warning == "" && len(g.warnings) == 0 {
		return
	}
	if len(g.warnings) != 1 || c.warning == "" || !strings.Contains(g.warnings[0], c.warning) {
		t.Errorf("warnings are %q, want one with %q", g.warnings, c.warning)
	}
}

// localName is the name of the client's folder that a state is; empty for none.
func localName(t *testing.T, state *llb.State) string {
	t.Helper()
	if state == nil {
		return ""
	}
	def, err := state.Marshal(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range def.Def {
		var op pb.Op
		if err := op.UnmarshalVT(data); err != nil {
			t.Fatal(err)
		}
		if name, ok := strings.CutPrefix(op.GetSource().GetIdentifier(), "local://"); ok {
			return name
		}
	}
	t.Fatal("the state is no folder of the client")
	return ""
}
