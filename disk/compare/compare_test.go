package compare_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/disk/compare"
	"github.com/amikit/amikit/internal/disk/builtin"
	"github.com/amikit/amikit/internal/testroot"
)

// made is a disk of a tree, whose files all have one time and whose identifiers
// come from it.
func made(t *testing.T, tree testroot.Tree, change ...func(dir string) error) *disk.File {
	t.Helper()
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin:/sbin")
	if _, err := exec.LookPath("mke2fs"); err != nil {
		t.Fatal("mke2fs is missing: install e2fsprogs")
	}
	dir, name := filepath.Join(t.TempDir(), "root"), filepath.Join(t.TempDir(), "disk.raw")
	err := tree.Write(dir)
	for _, c := range change {
		err = errors.Join(err, c(dir))
	}
	if err != nil {
		t.Fatal(err)
	}
	o := builtin.Options{Rootfs: dir, Work: t.TempDir(), PreferPath: true, Epoch: time.Unix(1700000000, 0)}
	if _, err := builtin.Build(t.Context(), o, name); err != nil {
		t.Fatal(err)
	}
	return open(t, name)
}

func open(t *testing.T, name string) *disk.File {
	t.Helper()
	f, err := disk.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func disks(t *testing.T, a, b *disk.File) *compare.Result {
	t.Helper()
	r, err := compare.Disks(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestADiskIsTheSameAsItself(t *testing.T) {
	a := made(t, testroot.Debian("amd64"))
	if r := disks(t, a, a); !r.Same || r.Blocks.Changed != 0 || len(r.Fields)+len(r.Partitions) != 0 {
		t.Fatalf("it differs: %+v", r)
	}
}

// changed are two trees with one difference of each kind.
func changed(t *testing.T) *compare.Result {
	t.Helper()
	tree := testroot.Debian("amd64").
		With("etc/text", testroot.File("one\n")).With("etc/mode", testroot.File("x")).With("etc/owner", testroot.File("x")).
		With("etc/link", testroot.Link("here")).With("etc/old", testroot.File("x"))
	other := tree.With("etc/text", testroot.File("two, longer\n")).With("etc/mode", testroot.Entry{Mode: 0o755, Data: []byte("x")}).
		With("etc/link", testroot.Link("there")).Without("etc/old").With("etc/new", testroot.File("x"))
	return disks(t, made(t, tree), made(t, other, func(dir string) error { return os.Chown(filepath.Join(dir, "etc/owner"), 70000, 5) }))
}

func TestEveryKindOfDifferenceOfFilesIsTold(t *testing.T) {
	r := changed(t)
	want := []compare.File{
		{Path: "etc/link", Change: compare.Changed, Fields: []compare.Field{{Name: "target", Old: "here", New: "there"}}},
		{Path: "etc/mode", Change: compare.Changed, Fields: []compare.Field{{Name: "mode", Old: "-rw-r--r--", New: "-rwxr-xr-x"}}},
		{Path: "etc/new", Change: compare.Added},
		{Path: "etc/old", Change: compare.Removed},
		{Path: "etc/owner", Change: compare.Changed, Fields: []compare.Field{{Name: "owner", Old: "0:0", New: "70000:5"}}},
		{Path: "etc/text", Change: compare.Changed, Fields: []compare.Field{{Name: "content", Old: "4 bytes", New: "12 bytes"}}},
	}
	if r.Same || len(r.Partitions) != 2 {
		t.Fatalf("found %+v", r)
	}
	if diff := cmp.Diff(want, r.Partitions[1].Files); diff != "" {
		t.Error(diff)
	}
	if files := r.Partitions[0].Files; len(files) != 1 || files[0].Path != "loader/entries/debian-"+testroot.KernelVersion+".conf" {
		t.Errorf("of the EFI system partition %+v differ", files)
	}
}

func TestBlocksAreCountedByPartition(t *testing.T) {
	r := changed(t)
	inside, total := 0, 0
	for _, p := range r.Partitions {
		inside += p.Blocks
	}
	for _, run := range r.Blocks.Runs {
		total += run.Count
	}
	// Both copies of the GPT hold the disk's GUID.
	if total != r.Blocks.Changed || r.Blocks.Outside != 2 || inside+r.Blocks.Outside != total {
		t.Fatalf("blocks %+v, %d of them in partitions", r.Blocks, inside)
	}
}

func TestAByteBehindTheFilesIsFoundByItsBlock(t *testing.T) {
	a := made(t, testroot.Debian("amd64"))
	data, err := os.ReadFile(a.Name())
	if err != nil {
		t.Fatal(err)
	}
	at := a.Size() - (2 << 20)
	data[at]++
	name := filepath.Join(t.TempDir(), "other.raw")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	r := disks(t, a, open(t, name))
	if r.Same || len(r.Partitions) != 1 || len(r.Partitions[0].Files) != 0 || r.Partitions[0].Blocks != 1 {
		t.Fatalf("found %+v", r)
	}
	if want := []compare.Run{{First: uint32(at / disk.BlockSize), Count: 1}}; !cmp.Equal(r.Blocks.Runs, want) {
		t.Errorf("runs are %v", r.Blocks.Runs)
	}
}

func TestFilesInsideARecoveryImageAreTold(t *testing.T) {
	tree := testroot.Kairos("amd64").With("etc/text", testroot.File("one\n")).With("etc/old", testroot.File("x"))
	other := tree.With("etc/text", testroot.File("two, longer\n")).Without("etc/old")
	r := disks(t, made(t, tree), made(t, other))
	image := r.Partitions[len(r.Partitions)-1].Files
	if len(image) != 1 || image[0].Path != "cOS/recovery.img" || image[0].Fields[0].Name != "content" || image[0].Fields[1].Name != "UUID" || image[0].Unread != "" {
		t.Fatalf("on the last partition %+v differ", image)
	}
	want := []compare.File{
		{Path: "etc/old", Change: compare.Removed},
		{Path: "etc/text", Change: compare.Changed, Fields: []compare.Field{{Name: "content", Old: "4 bytes", New: "12 bytes"}}},
	}
	if diff := cmp.Diff(want, image[0].Inside); diff != "" {
		t.Error(diff)
	}
}

func TestAttributesAndHardLinksAreTold(t *testing.T) {
	tree := testroot.Debian("amd64").With("etc/a", testroot.File("x")).With("etc/b", testroot.File("x")).With("etc/c", testroot.File("x"))
	set := func(dir, file, name, value string) error {
		return unix.Setxattr(filepath.Join(dir, file), name, []byte(value), 0)
	}
	a := made(t, tree, func(dir string) error {
		return errors.Join(set(dir, "etc/a", "user.note", "old"), set(dir, "etc/a", "user.same", "x"), set(dir, "etc/c", "user.gone", "\x00\x01"))
	})
	b := made(t, tree, func(dir string) error {
		return errors.Join(set(dir, "etc/a", "user.note", "new"), set(dir, "etc/a", "user.same", "x"), set(dir, "etc/a", "user.empty", ""),
			os.Remove(filepath.Join(dir, "etc/b")), os.Link(filepath.Join(dir, "etc/a"), filepath.Join(dir, "etc/b")))
	})
	attributes := []compare.Field{{Name: "attribute user.empty", New: "(empty)"}, {Name: "attribute user.note", Old: "old", New: "new"}}
	want := []compare.File{
		{Path: "etc/a", Change: compare.Changed, Fields: attributes},
		{Path: "etc/b", Change: compare.Changed, Fields: []compare.Field{
			{Name: "hard link to", New: "etc/a"}, attributes[0], {Name: "attribute user.note", New: "new"}, {Name: "attribute user.same", New: "x"},
		}},
		{Path: "etc/c", Change: compare.Changed, Fields: []compare.Field{{Name: "attribute user.gone", Old: "0x0001 (2 bytes)"}}},
	}
	if diff := cmp.Diff(want, disks(t, a, b).Partitions[1].Files); diff != "" {
		t.Error(diff)
	}
}

func TestWhatOneDiskAloneHasIsTold(t *testing.T) {
	r := disks(t, made(t, testroot.Debian("amd64")), kairos(t))
	if len(r.Partitions) != 3 || r.Partitions[2].Change != compare.Added || r.Partitions[2].Name != "recovery" {
		t.Fatalf("found %+v", r.Partitions)
	}
	if r.Fields[0].Name != "size" {
		t.Errorf("fields are %+v", r.Fields)
	}
}

func kairos(t *testing.T) *disk.File {
	t.Helper()
	return made(t, testroot.Kairos("amd64"))
}
