package auroraboot

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/builtin"
	"github.com/amikit/amikit/internal/disk/content"
	"github.com/amikit/amikit/internal/testroot"
)

// withDisk returns a build whose disk of three partitions is finished.
func withDisk(t *testing.T, size int64) (b *build, raw string) {
	t.Helper()
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin:/sbin")
	root, dir := rootOf(t, testroot.Kairos("amd64")), t.TempDir()
	raw = filepath.Join(dir, "kairos.raw")
	info, err := builtin.Build(t.Context(), builtin.Options{Rootfs: root, Work: t.TempDir(), PreferPath: true, DiskSize: size}, raw)
	if err != nil {
		t.Fatal(err)
	}
	bundle := filepath.Join(dir, "a.tar")
	if err := os.WriteFile(bundle, bytes.Repeat([]byte("tar"), 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := content.Source{Dirs: []string{dir}}.Read()
	if err != nil {
		t.Fatal(err)
	}
	return &build{Options: Options{Rootfs: root, Content: set, DiskSize: size, Log: io.Discard}, tmp: t.TempDir(), first: info.FirstBoot}, raw
}

func TestContentIsAddedAndNothingElseChanges(t *testing.T) {
	for name, size := range map[string]int64{"a disk that just holds its partitions": 0, "a larger one": 1 << 10} {
		t.Run(name, func(t *testing.T) {
			b, raw := withDisk(t, size)
			end := partitionEnd(t, raw)
			was, before := read(t, raw, end), b.first.VolumeSize
			if err := b.addContent(t.Context(), raw); err != nil {
				t.Fatal(err)
			}
			l, length, err := inspect(raw)
			if err != nil || len(l.Problems) > 0 || len(l.Partitions) != 4 {
				t.Fatalf("the disk is %+v, %v", l, err)
			}
			part := l.Partitions[3]
			if part.Label != content.Label || part.Name != content.Label || part.Type != typeLinux || part.Start != end || part.Filesystem != "ext4" {
				t.Errorf("the partition is %+v", part)
			}
			if size == 0 && length != part.End()+1<<20 || size > 0 && length != size<<20 {
				t.Errorf("the disk has %d bytes", length)
			}
			if !bytes.Equal(read(t, raw, end)[1<<20:], was[1<<20:]) {
				t.Error("what lies before the partition is not as it was")
			}
			if b.first.VolumeSize != before+part.Size {
				t.Errorf("a volume must hold %d bytes, and %d without the content", b.first.VolumeSize, before)
			}
		})
	}
}

func TestADiskSizeMustHoldTheContentToo(t *testing.T) {
	b, raw := withDisk(t, 0)
	b.DiskSize = 300
	var small *builtin.SizeError
	if err := b.addContent(t.Context(), raw); !errors.As(err, &small) || small.Setting != "DISK_SIZE" {
		t.Fatalf("it says %v", err)
	}
}

func partitionEnd(t *testing.T, raw string) int64 {
	t.Helper()
	l, _, err := inspect(raw)
	if err != nil {
		t.Fatal(err)
	}
	return l.Partitions[2].End()
}

func read(t *testing.T, name string, length int64) []byte {
	t.Helper()
	f, err := disk.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	data := make([]byte, length)
	if _, err := f.ReadAt(data, 0); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	return data
}
