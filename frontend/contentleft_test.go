package frontend

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/solver/pb"
	"github.com/tonistiigi/fsutil/types"
)

// metadataOf is what a transfer of metadata leaves for files of those names.
func metadataOf(t *testing.T, names ...string) string {
	t.Helper()
	var all []byte
	for _, name := range names {
		data, err := (&types.Stat{Path: name}).MarshalVT()
		if err != nil {
			t.Fatal(err)
		}
		all = append(binary.LittleEndian.AppendUint32(all, uint32(len(data))), data...)
	}
	return string(all)
}

// withNames gives the client's content folders files.
func (g *gateway) withNames(t *testing.T, names ...string) *gateway {
	t.Helper()
	g.files["list content folders"] = map[string]string{metadataFile: metadataOf(t, names...)}
	return g
}

func TestWhatIsNoBundleIsNamed(t *testing.T) {
	for want, names := range map[string][]string{
		"":                           {"content-a", "content-a/x.zst", "content-b/y.tar"},
		"content-a/readme: no *.zst": {"content-a", "content-a/readme", "content-a/x.zst"},
		"content-a/folder, content-b/x.tar.gz: no *.":                {"content-a/folder", "content-b/x.tar.gz"},
		"content-a/1, content-a/2, content-a/3 and 2 more: no *.zst": {"content-a/1", "content-a/2", "content-a/3", "content-a/4", "content-a/5"},
	} {
		g := diskGateway().withUserData("#cloud-config\n").withNames(t, names...)
		if _, err := g.build(t); err != nil {
			t.Fatal(err)
		}
		if warned := strings.Join(g.warnings, "\n"); len(g.warnings) > 1 || (want == "") != (warned == "") || !strings.HasPrefix(warned, want) {
			t.Errorf("of %q it warns %q", names, warned)
		}
	}
}

func TestNamesAreAskedForOnlyWhereTheyCanBe(t *testing.T) {
	for name, change := range map[string]func(*gateway){
		"an old daemon":    func(g *gateway) { g.caps = []string{string(pb.CapSourceMetadataTransfer)} },
		"a named context":  func(g *gateway) { g.opts["context:content"] = "local:content" },
		"a remote context": func(g *gateway) { g.opts["context"] = "https://example.com/a.git" },
	} {
		g := diskGateway().withUserData("#cloud-config\n").withNames(t, "content-a/readme")
		change(g)
		if _, err := g.request(t).loadContent(t.Context()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if slices.Contains(g.solved, "list content folders") {
			t.Errorf("%s: it solved %q", name, g.solved)
		}
	}
}

func TestDamagedMetadataEndsTheList(t *testing.T) {
	whole := metadataOf(t, "content-a/readme")
	for name, data := range map[string]string{"cut off": whole + whole[:7], "no entry": whole + "\x02\x00\x00\x00\xff\xff", "a length alone": whole + "\xff\xff\xff\xff"} {
		if got := leftOut([]byte(data)); !slices.Equal(got, []string{"content-a/readme"}) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
