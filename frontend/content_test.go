package frontend

import (
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
)

// withFiles gives the build context files for the content partition.
func (g *gateway) withFiles(names ...string) *gateway {
	g.files["load "+ContentContext] = map[string]string{}
	for _, name := range names {
		g.files["load "+ContentContext][name] = "x"
	}
	return g
}

func TestContentIsWhatTheContextHas(t *testing.T) {
	for name, c := range map[string]struct {
		files []string
		want  bool
	}{
		"nothing":                   {nil, false},
		"a bundle":                  {[]string{"content-a/x.zst"}, true},
		"an edge configuration":     {[]string{".edge-custom-config.yaml"}, true},
		"a file that is no content": {[]string{"content-a/readme"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := diskGateway().withUserData("#cloud-config\n").withFiles(c.files...).request(t)
			found, err := r.loadContent(t.Context())
			if err != nil || (found.state != nil) != c.want {
				t.Fatalf("found %+v, %v", found, err)
			}
		})
	}
}

func TestAConfigurationThatIsNotThereIsAWarning(t *testing.T) {
	g := diskGateway().withUserData("#cloud-config\n").withFiles("content-a/x.zst")
	g.opts["build-arg:CLUSTERCONFIG"], g.opts["build-arg:EDGE_CUSTOM_CONFIG"] = "/path/spc.tgz", ".edge-custom-config.yaml"
	if _, err := g.build(t); err != nil {
		t.Fatal(err)
	}
	if len(g.warnings) != 1 || !strings.Contains(g.warnings[0], "CLUSTERCONFIG=/path/spc.tgz is not in the build context") {
		t.Fatalf("warned %q", g.warnings)
	}
}

func TestTwoBundlesOfOneNameAreRefusedBeforeTheLongWork(t *testing.T) {
	g := diskGateway().withUserData("#cloud-config\n").withFiles("content-a/x.zst", "content-b/x.zst")
	_, err := g.build(t)
	if err == nil || !strings.Contains(err.Error(), "content-a/x.zst and content-b/x.zst") {
		t.Fatalf("it says %v", err)
	}
	if strings.Contains(strings.Join(g.solved, "\n"), "raw EFI disk") {
		t.Errorf("before that it solved %q", g.solved)
	}
}

func TestOnlyWhatThePartitionTakesIsAskedFor(t *testing.T) {
	g := diskGateway()
	g.opts["build-arg:CLUSTERCONFIG"], g.opts["build-arg:EDGE_CUSTOM_CONFIG"] = "/spc/a.tgz", "../edge.yaml"
	patterns, err := g.request(t).contentPatterns()
	if want := []string{"content-*/*.zst", "content-*/*.tar", "spc/a.tgz", "edge.yaml"}; err != nil || !slices.Equal(patterns, want) {
		t.Errorf("asks for %q, %v", patterns, err)
	}
	g.opts["context:content"] = "local:content"
	if patterns, err = g.request(t).contentPatterns(); err != nil || !slices.Contains(patterns, "*.zst") {
		t.Errorf("of a named context it asks for %q, %v", patterns, err)
	}
	g.opts["build-arg:CLUSTERCONFIG"] = "*.tgz"
	if _, err = g.request(t).contentPatterns(); err == nil || !strings.Contains(err.Error(), "CLUSTERCONFIG=*.tgz") {
		t.Errorf("a pattern is %v", err)
	}
}

func TestContentOfARemoteContextIsPicked(t *testing.T) {
	g := diskGateway()
	g.inputs = map[string]llb.State{"context": llb.Scratch().File(llb.Mkdir("/x", 0o755))}
	g.files["pick content"] = map[string]string{"content-a/x.tar": "x"}
	found, err := g.request(t).loadContent(t.Context())
	if err != nil || found.state == nil {
		t.Fatalf("found %+v, %v, solved %q", found, err, g.solved)
	}
}

func TestAConfigurationThatIsNoFileIsRefused(t *testing.T) {
	for value, want := range map[string]string{
		"spc": "look for CLUSTERCONFIG=spc: spc is a folder, and a file is wanted",
		".":   "CLUSTERCONFIG=. is no path of a file in the build context",
	} {
		g := diskGateway().withUserData("#cloud-config\n").withFiles("spc/a.tgz")
		g.opts["build-arg:CLUSTERCONFIG"] = value
		if _, err := g.build(t); err == nil || err.Error() != want {
			t.Errorf("%s: the error is %v, want %s", value, err, want)
		}
	}
}

func TestTheTargetOfANamedLinkComesAlong(t *testing.T) {
	state, err := diskGateway().request(t).contextFiles(t.Context(), ContentContext, []string{"content-*/*.zst", "spc/a.tgz"})
	if err != nil {
		t.Fatal(err)
	}
	def, err := state.Marshal(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var op pb.Op
	if err := op.UnmarshalVT(def.Def[0]); err != nil {
		t.Fatal(err)
	}
	attrs := op.GetSource().GetAttrs()
	if got := attrs[pb.AttrFollowPaths]; got != `["spc/a.tgz"]` {
		t.Errorf("it follows %s", got)
	}
	if got := attrs[pb.AttrIncludePatterns]; got != `["content-*/*.zst","spc/a.tgz"]` {
		t.Errorf("it asks for %s", got)
	}
}
