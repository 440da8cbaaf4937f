package frontend

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"

	"github.com/amikit/amikit/internal/option"
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
		state, err := newGateway(nil).request(t).unexported(t.Context(), &c.user, &c.content)
		if err != nil || (state != nil) != c.want {
			t.Errorf("%s: kept out %v (%v), want %v", name, state != nil, err, c.want)
		}
	}
}

// remote is what a client gives beside a context that is no folder.
type remote struct {
	opts    map[string]string
	user    userData
	content contentFiles
	folder  string // that keeps the disk out; empty where nothing does
	refused ExportableError
}

func TestADiskOfARemoteContextIsKeptOutByAnyFolderOfTheClientOrRefused(t *testing.T) {
	local := llb.Local("context")
	const git, archive = "https://example.com/os.git", "https://example.com/os.tar"
	secret, file := userData{secret: "0123"}, userData{state: &local}
	named := func(address, key, value string) map[string]string {
		return map[string]string{keyContext: address, key: value}
	}
	byDisk, byArchive := ExportableError{Disk: true}, ExportableError{Archive: true}
	for name, c := range map[string]remote{
		"no folder":                  {opts: named(git, "context:other", "docker-image://example.com/os"), user: secret, refused: byDisk},
		"a named folder":             {opts: named(git, "context:some", "local:some"), user: file, folder: "some"},
		"the Dockerfile's":           {opts: named(git, keyDockerfileKey, "file"), user: file, folder: "file"},
		"a secret for an archive":    {opts: named(archive, "context:some", "local:some"), user: secret, folder: "some"},
		"a file in an archive":       {opts: named(archive, "context:some", "local:some"), user: file, folder: "some", refused: byArchive},
		"content in an archive":      {opts: named(archive, "context:some", "local:some"), content: contentFiles{state: &local}, folder: "some", refused: byArchive},
		"an archive alone":           {opts: named(archive, keyTarget, ""), user: file, refused: ExportableError{Disk: true, Archive: true}},
		"content beside an archive":  {opts: named(archive, "context:content", "local:content"), content: contentFiles{state: &local}, folder: "content"},
		"an archive without private": {opts: named(archive, "context:some", "local:some")},
	} {
		t.Run(name, func(t *testing.T) { checkRemote(t, c) })
	}
}

// checkRemote asks as a client that may export a cache, and as one that says that
// it exports none.
func checkRemote(t *testing.T, c remote) {
	for _, says := range []string{"", option.NoCacheExport} {
		opts := maps.Clone(c.opts)
		opts["build-arg:"+option.CacheExport] = says
		state, err := newGateway(opts).request(t).unexported(t.Context(), &c.user, &c.content)
		if says == "" && c.refused != (ExportableError{}) {
			var e *ExportableError
			if !errors.As(err, &e) || *e != c.refused {
				t.Errorf("it is refused by %v, want %v", err, &c.refused)
			}
			continue
		}
		if got := localName(t, state); err != nil || got != c.folder {
			t.Errorf("%q: it is kept out by the folder %q (%v), want %q", says, got, err, c.folder)
		}
	}
}

func TestARefusalOfARemoteContextNamesWhatCuresIt(t *testing.T) {
	for e, want := range map[ExportableError][]string{
		{Disk: true}:    {"--build-context unexported=DIR", "--local unexported=DIR --opt context:unexported=local:unexported", "CACHE_EXPORT=none"},
		{Archive: true}: {"secret user-data", "--build-context content=DIR", "--opt build-arg:CACHE_EXPORT=none"},
	} {
		for _, words := range want {
			if got := e.Error(); !strings.Contains(got, words) || strings.Contains(got, "\n") {
				t.Errorf("%q is not one line with %q", got, words)
			}
		}
	}
}

func TestADiskIsRefusedBeforeTheRootFilesystemIsMade(t *testing.T) {
	for name, c := range map[string]struct{ context, says, want string }{
		"no folder":         {"https://example.com/os.git", "", "--build-context unexported=DIR"},
		"another word":      {"", "no", "CACHE_EXPORT=no is not known; it can be none"},
		"no exported cache": {"https://example.com/os.git", option.NoCacheExport, ""},
	} {
		g := diskGateway()
		g.opts[keyContext], g.opts["build-arg:"+option.CacheExport], g.answer = c.context, c.says, `{"sha256":"0123"}`
		_, err := g.build(t)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: the error is %v, want %q", name, err, c.want)
		}
		if looked := strings.Contains(strings.Join(g.solved, "\n"), "release"); looked == (c.want != "") {
			t.Errorf("%s: it solved %q", name, g.solved)
		}
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
