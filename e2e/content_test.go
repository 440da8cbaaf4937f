//go:build e2e

package e2e

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// withContent puts what a Kairos disk brings along into a build's context.
func withContent(t *testing.T, b harness.Build) harness.Build {
	t.Helper()
	for name, text := range map[string]string{
		"content-a/images.zst": "bundle of images", "content-b/two words.tar": strings.Repeat("tar", 1<<20), "content-b/readme": "no content",
		"config/spc.tgz": "cluster", ".edge-custom-config.yaml": "edge: true\n", ".dockerignore": "content-*\n",
	} {
		write(t, b.Context, name, text)
	}
	b.Args = with(b.Args, map[string]string{"CLUSTERCONFIG": "/config/spc.tgz"})
	return b
}

func TestContentIsTheSameByBothBuilders(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]harness.Build{"auroraboot": auroraboot(t), "builtin": builtinKairos(t)} {
		t.Run(name, func(t *testing.T) {
			b = withContent(t, b)
			r := build(t, harness.Gateway, b)
			raw, _ := describe(t, b.Output)
			checkTable(t, raw)
			checkContent(t, raw)
			wants(t, strings.Join(r.Warnings(), "\n"), "content-b/readme: no *.zst or *.tar, and left out")
			tool(t, "e2fsck", "-fn", fmt.Sprintf("%s?offset=%d", raw, partitionStart(t, raw, 4)))
		})
	}
}

// checkContent reads every file of partition 4 back.
func checkContent(t *testing.T, raw string) {
	t.Helper()
	if table := tool(t, "sgdisk", "-i", "4", raw); !strings.Contains(table, "Partition name: 'COS_CONTENT'") || !strings.Contains(table, "(Linux filesystem)") {
		t.Errorf("partition 4 is\n%s", table)
	}
	dir := t.TempDir()
	tool(t, "debugfs", "-R", "rdump / "+dir, fmt.Sprintf("%s?offset=%d", raw, partitionStart(t, raw, 4)))
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"bundle-content/images.zst": "bundle of images", "bundle-content/two words.tar": strings.Repeat("tar", 1<<20),
		"spc-config/spc.tgz": "cluster", "edge-config/.edge_custom_config.yaml": "edge: true\n",
	} {
		if got := read(t, dir, name); got != want {
			t.Errorf("%s holds %.40q", name, got)
		}
	}
	if slices.ContainsFunc(files, func(name string) bool { return filepath.Base(name) == "readme" }) {
		t.Errorf("the partition has %q", files)
	}
}

func TestContentOfANamedContextByEveryClient(t *testing.T) {
	t.Parallel()
	for _, c := range harness.Clients() {
		t.Run(string(c), func(t *testing.T) {
			b, dir := builtinKairos(t), t.TempDir()
			write(t, dir, "images.zst", "bundle of images")
			b.Contexts = map[string]string{"content": "local:" + dir}
			build(t, c, b)
			raw, _ := describe(t, b.Output)
			if got := cat(t, raw, 4, "/bundle-content/images.zst"); got != "bundle of images" {
				t.Errorf("the bundle holds %q", got)
			}
		})
	}
}

func TestAConfigurationThatIsMissingIsNamedAndLeavesNoPartition(t *testing.T) {
	t.Parallel()
	b := builtinKairos(t)
	b.Args = with(b.Args, map[string]string{"CLUSTERCONFIG": "spc.tgz"})
	r := build(t, harness.Gateway, b)
	if raw, _ := describe(t, b.Output); strings.Contains(tool(t, "sgdisk", "-p", raw), "COS_CONTENT") {
		t.Error("there is a content partition")
	}
	if !strings.Contains(strings.Join(r.Warnings(), "\n"), "CLUSTERCONFIG=spc.tgz is not in the build context") {
		t.Errorf("warned %q", r.Warnings())
	}
}
