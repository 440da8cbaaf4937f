package builtin

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/disk/content"
	"github.com/amikit/amikit/internal/testroot"
)

// contentSet is a bundle with a hole, one with a blank in its name, and both
// configurations.
func contentSet(t *testing.T) *content.Set {
	t.Helper()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	err := errors.Join(
		os.Mkdir(at("content-1"), 0o755),
		os.WriteFile(at("content-1/images.zst"), bytes.Repeat([]byte("zst"), 1<<20), 0o600),
		os.WriteFile(at("content-1/two words.tar"), []byte("tar"), 0o600), os.Truncate(at("content-1/two words.tar"), 64*mib),
		os.WriteFile(at("cluster"), []byte("cluster"), 0o640), os.WriteFile(at("edge"), []byte("edge: true\n"), 0o640),
	)
	if err != nil {
		t.Fatal(err)
	}
	set, err := content.Source{Dirs: []string{dir}, ClusterConfig: at("cluster"), EdgeConfig: at("edge")}.Read()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func withContent(set *content.Set) func(*Options) { return func(o *Options) { o.Content = set } }

func TestContentIsAPartitionBehindTheOthers(t *testing.T) {
	set, root := contentSet(t), rootOf(t, testroot.Kairos("amd64"))
	b, plain := build(t, root, withContent(set)), build(t, root)
	part, before := b.part("COS_CONTENT"), b.part("recovery")
	if part.Number != 4 || part.Label != "COS_CONTENT" || part.Filesystem != "ext4" || part.Start != before.End() || part.Size != set.PartitionSize() {
		t.Errorf("the partition is %+v", part)
	}
	if len(b.info.Problems) > 0 || b.info.Size != part.End()+mib || b.info.FirstBoot.VolumeSize != plain.info.FirstBoot.VolumeSize+part.Size {
		t.Errorf("the disk of %d bytes is %+v, its first boot %+v", b.info.Size, b.info.Problems, b.info.FirstBoot)
	}
	if b.info.Inputs == plain.info.Inputs {
		t.Error("the content is no input")
	}
	b.sameAs(plain, before.End())
}

// sameAs compares the partitions of two disks, which end at that byte.
func (b *built) sameAs(other *built, end int64) {
	b.t.Helper()
	if ours, theirs := fileOf(b.t, b.name)[mib:end], fileOf(b.t, other.name)[mib:end]; !bytes.Equal(ours, theirs) {
		b.t.Error("what lies before the partition is not as it was")
	}
}

func TestEveryFileOfTheContentReadsBack(t *testing.T) {
	set := contentSet(t)
	b := build(t, rootOf(t, testroot.Kairos("amd64")), withContent(set))
	b.checkContent(set)
	if b.info.Allocated > 50*mib {
		t.Errorf("a hole in the content takes room: %d bytes", b.info.Allocated)
	}
	if out, err := exec.CommandContext(t.Context(), "e2fsck", "-fn", fmt.Sprintf("%s?offset=%d", b.name, b.part("COS_CONTENT").Start)).CombinedOutput(); err != nil {
		t.Errorf("the filesystem is not clean: %v\n%s", err, out)
	}
}

// checkContent compares the files of the content partition with the set.
func (b *built) checkContent(set *content.Set) {
	b.t.Helper()
	part := b.part("COS_CONTENT")
	for _, f := range set.Files {
		place := "\"/" + f.Folder + "/" + f.Name + "\""
		out := filepath.Join(b.t.TempDir(), "out")
		b.debugfs(part, "dump "+place+" "+out)
		if !bytes.Equal(fileOf(b.t, out), fileOf(b.t, f.Host)) {
			b.t.Errorf("%s has another content", place)
		}
		if stat := b.debugfs(part, "stat "+place); !strings.Contains(stat, "Mode:  0644") || !strings.Contains(stat, "User:     0") {
			b.t.Errorf("%s is\n%s", place, stat)
		}
	}
}

func TestTheSameContentGivesTheSameBytesAndOtherContentLeavesTheRest(t *testing.T) {
	root, set := rootOf(t, testroot.Kairos("amd64")), contentSet(t)
	first, second := build(t, root, withContent(set)), build(t, root, withContent(contentSet(t)))
	if first.info.Digest != second.info.Digest {
		t.Error("two builds differ")
	}
	set.Files = set.Files[:1]
	other := build(t, root, withContent(set))
	if other.part("COS_CONTENT").UUID == first.part("COS_CONTENT").UUID {
		t.Error("other content has the same UUID")
	}
	other.sameAs(first, first.part("recovery").End())
}

func TestADiskSizeMustHoldTheContent(t *testing.T) {
	root, set := rootOf(t, testroot.Kairos("amd64")), contentSet(t)
	_, err := tryBuild(t, root, withContent(set), func(o *Options) { o.DiskSize = 400 })
	var small *SizeError
	if !errors.As(err, &small) || small.Setting != "DISK_SIZE" {
		t.Fatalf("it says %v", err)
	}
	b := build(t, root, withContent(set), func(o *Options) { o.DiskSize = 8 << 10 })
	if b.info.Size != 8<<30 || len(b.info.Problems) > 0 || b.part("COS_CONTENT").Start != b.part("recovery").End() {
		t.Fatalf("the disk is %+v", b.info.Layout)
	}
}

func TestContentOfAnotherSystemIsLeftOutWithAWarning(t *testing.T) {
	var warnings []string
	b := build(t, rootOf(t, testroot.Debian("amd64")), withContent(contentSet(t)), func(o *Options) {
		o.Warn = func(line string) { warnings = append(warnings, line) }
	})
	if len(b.info.Partitions) != 2 || !strings.Contains(strings.Join(warnings, "\n"), "COS_CONTENT") {
		t.Fatalf("%d partitions, warned %q", len(b.info.Partitions), warnings)
	}
}
