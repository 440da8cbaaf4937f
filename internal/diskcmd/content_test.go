package diskcmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/step"
	"github.com/amikit/amikit/internal/testroot"
)

// contextOf makes a folder with a bundle and both configurations.
func contextOf(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"content-1/a.zst": "bundle", "content-1/notes": "x", "spc.tgz": "cluster", "edge.yaml": "edge"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func kairosRoot(t *testing.T) string { return folder(t, testroot.Kairos("amd64")) }

func lastPartition(t *testing.T, dir string) disk.Partition {
	t.Helper()
	info, err := disk.ReadInfo(filepath.Join(dir, step.InfoFile))
	if err != nil {
		t.Fatal(err)
	}
	return info.Partitions[len(info.Partitions)-1]
}

func TestBuildTakesContentByItsFlags(t *testing.T) {
	withTools(t)
	dir := contextOf(t)
	chdir(t, "CLUSTERCONFIG=not-there.tgz\n")
	out := filepath.Join(t.TempDir(), "out.raw")
	if _, err := run(t, "build", kairosRoot(t), out, "--content", dir, "--cluster-config", dir+"/spc.tgz", "--edge-config", dir+"/edge.yaml"); err != nil {
		t.Fatal(err)
	}
	if p := lastPartition(t, filepath.Dir(out)); p.Label != "COS_CONTENT" || p.Number != 4 {
		t.Fatalf("the last partition is %+v", p)
	}
}

func TestBuildRefusesContentThatIsNotThere(t *testing.T) {
	withTools(t)
	chdir(t, "")
	for name, c := range map[string]struct {
		flags []string
		want  string
	}{
		"a folder without content": {[]string{"--content", t.TempDir()}, "no *.zst"},
		"a folder that is gone":    {[]string{"--content", "gone"}, "gone"},
		"a cluster config":         {[]string{"--cluster-config", "gone.tgz"}, "gone.tgz"},
		"an edge config":           {[]string{"--edge-config", "gone.yaml"}, "gone.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := run(t, append([]string{"build", kairosRoot(t), filepath.Join(t.TempDir(), "out.raw")}, c.flags...)...)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("it says %v", err)
			}
		})
	}
}

func TestTheExecTakesWhatIsMounted(t *testing.T) {
	withTools(t)
	var warnings []string
	p := paths{rootfs: kairosRoot(t), content: contextOf(t), work: t.TempDir(), out: t.TempDir()}
	getenv := func(name string) string {
		return map[string]string{"CLUSTERCONFIG": "/spc.tgz", "EDGE_CUSTOM_CONFIG": "../edge.yaml"}[name]
	}
	if err := p.builtin(t.Context(), getenv, func(line string) { warnings = append(warnings, line) }); err != nil {
		t.Fatal(err)
	}
	if p := lastPartition(t, p.out); p.Label != "COS_CONTENT" {
		t.Fatalf("the last partition is %+v", p)
	}
	if !strings.Contains(strings.Join(warnings, "\n"), "content-1/notes is no content") {
		t.Errorf("warned %q", warnings)
	}
}
