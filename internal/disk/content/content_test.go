package content_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/disk/content"
)

// folder makes files of the given sizes.
func folder(t *testing.T, files map[string]int64) string {
	t.Helper()
	dir := t.TempDir()
	for name, size := range files {
		path := filepath.Join(dir, name)
		err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, nil, 0o600), os.Truncate(path, size))
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestBundlesOfEveryContentFolderAreFlattened(t *testing.T) {
	dir := folder(t, map[string]int64{
		"content-1/a.zst": 1, "content-2/b.tar": 2, "content-2/notes.txt": 3, "content-2/sub/c.zst": 4,
		"content.d/d.zst": 5, "top.tar": 6, "Dockerfile": 7, "spc/cluster.tgz": 8, "edge.yaml": 9,
	})
	set, err := content.Source{Dirs: []string{dir}, ClusterConfig: dir + "/spc/cluster.tgz", EdgeConfig: dir + "/edge.yaml"}.Read()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range set.Files {
		got = append(got, fmt.Sprintf("%s/%s %d", f.Folder, f.Name, f.Size))
	}
	want := []string{
		"bundle-content/top.tar 6", "bundle-content/a.zst 1", "bundle-content/b.tar 2",
		"spc-config/spc.tgz 8", "edge-config/.edge_custom_config.yaml 9",
	}
	if !slices.Equal(got, want) {
		t.Errorf("took %q", got)
	}
	if want := []string{dir + "/content-2/notes.txt", dir + "/content-2/sub"}; !slices.Equal(set.Ignored, want) {
		t.Errorf("ignored %q", set.Ignored)
	}
}

func TestTheTwoConfigurationsAreNoBundles(t *testing.T) {
	dir := folder(t, map[string]int64{"content-1/cluster.tar": 1})
	set, err := content.Source{Dirs: []string{dir}, ClusterConfig: dir + "/content-1/cluster.tar"}.Read()
	if err != nil || len(set.Files) != 1 || set.Files[0].Folder != "spc-config" {
		t.Fatalf("read %+v, %v", set, err)
	}
}

func TestContentThatCannotBeUsedIsRefused(t *testing.T) {
	dir := folder(t, map[string]int64{"content-1/a.zst": 1, "content-2/a.zst": 2, "odd/a\".tar": 3})
	for name, c := range map[string]struct {
		source content.Source
		want   string
	}{
		"two bundles of one name":    {content.Source{Dirs: []string{dir}}, `"a.zst" is there twice`},
		"a name that needs quoting":  {content.Source{Dirs: []string{dir + "/odd"}}, "quote"},
		"a folder that is not there": {content.Source{Dirs: []string{dir + "/gone"}}, "gone"},
		"a config that is not there": {content.Source{ClusterConfig: dir + "/spc.tgz"}, "spc.tgz"},
		"a folder as a config":       {content.Source{EdgeConfig: dir}, "no file"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := c.source.Read(); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("it says %v", err)
			}
		})
	}
}

func TestThePartitionHasRoomForAFifthAndAHundredMiB(t *testing.T) {
	const mib = 1 << 20
	for size, want := range map[int64]int64{1: 100 * mib, 10 * mib: 112 * mib, 5<<30 + 3: (5120 + 1024 + 100) * mib} {
		set := &content.Set{Files: []content.File{{Size: size}}}
		if got := set.PartitionSize(); got != want {
			t.Errorf("%d bytes get %d, want %d", size, got, want)
		}
	}
}

func TestNothingIsEmpty(t *testing.T) {
	set, err := content.Source{Dirs: []string{folder(t, map[string]int64{"content-1/none.zst": 0})}}.Read()
	if err != nil || !set.Empty() || !(*content.Set)(nil).Empty() {
		t.Fatalf("read %+v, %v", set, err)
	}
}

func TestTheDigestFollowsPlaceAndContent(t *testing.T) {
	dir := folder(t, map[string]int64{"a": 5, "b": 5, "c": 6})
	seen := map[string]string{}
	for name, f := range map[string]content.File{
		"one":             {Folder: "x", Name: "a", Host: dir + "/a"},
		"another name":    {Folder: "x", Name: "b", Host: dir + "/a"},
		"another folder":  {Folder: "y", Name: "a", Host: dir + "/a"},
		"another content": {Folder: "x", Name: "a", Host: dir + "/c"},
	} {
		d, err := (&content.Set{Files: []content.File{f}}).Digest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if other, ok := seen[d.String()]; ok {
			t.Errorf("%s and %s are the same", name, other)
		}
		seen[d.String()] = name
	}
	same, err := (&content.Set{Files: []content.File{{Folder: "x", Name: "a", Host: dir + "/b"}}}).Digest(t.Context())
	if err != nil || seen[same.String()] != "one" {
		t.Errorf("the same content of another file is %q, %v", seen[same.String()], err)
	}
	if _, err := (&content.Set{Files: []content.File{{Host: dir + "/gone"}}}).Digest(t.Context()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is gone is %v", err)
	}
}
