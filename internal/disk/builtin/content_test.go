package builtin

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/amikit/amikit/internal/testroot"
)

func TestFilesArriveWithWhatTheyHave(t *testing.T) {
	dir := rootOf(t, testroot.Debian("amd64"))
	at := func(name string) string { return filepath.Join(dir, name) }
	err := errors.Join(
		os.WriteFile(at("etc/secret"), []byte("text"), 0o600), os.Chmod(at("etc/secret"), 0o750|os.ModeSetuid),
		os.Link(at("etc/secret"), at("etc/linked")),
		unix.Setxattr(at("etc/secret"), "user.note", []byte("kept"), 0),
		unix.Mkfifo(at("etc/fifo"), 0o640),
		os.Chmod(dir, 0o711),
		os.WriteFile(at("etc/holes"), nil, 0o644), os.Truncate(at("etc/holes"), 300<<20),
	)
	if err != nil {
		t.Fatal(err)
	}
	setTimes(t, dir)
	b := build(t, dir)
	for path, wants := range map[string][]string{
		"/":             {"Mode:  0711"},
		"/etc/secret":   {"Mode:  04750", "Links: 2", `user.note (4) = "kept"`, "mtime: 0x6553f100", "ctime: 0x6553f100", "atime: 0x6553f100", "crtime: 0x6553f100"},
		"/etc/fifo":     {"Type: FIFO", "Mode:  0640"},
		"/etc/holes":    {"Size: 314572800", "Blockcount: 0"},
		"/boot/vmlinuz": {"Type: symlink", `Fast link dest: "vmlinuz-` + testroot.KernelVersion + `"`},
	} {
		for _, want := range wants {
			if got := b.rootStat(path); !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", path, want, got)
			}
		}
	}
	if b.rootFile("/etc/linked") != "text" {
		t.Error("the hard link has another content")
	}
	if b.info.Allocated > 100*mib {
		t.Errorf("a disk of holes takes %d bytes", b.info.Allocated)
	}
}

func TestSourceDateEpochIsTheLatestTime(t *testing.T) {
	dir := rootOf(t, testroot.Debian("amd64"))
	old := time.Unix(1000000000, 0)
	if err := os.Chtimes(filepath.Join(dir, "etc/fstab"), old, old); err != nil {
		t.Fatal(err)
	}
	b := build(t, dir, func(o *Options) { o.Epoch = time.Unix(1500000000, 0) })
	if got := b.rootStat("/etc/machine-id"); !strings.Contains(got, "mtime: 0x59682f00") {
		t.Errorf("a later time stays:\n%s", got)
	}
	if got := b.rootStat("/etc/fstab"); !strings.Contains(got, "mtime: 0x3b9aca00") {
		t.Errorf("an earlier time changed:\n%s", got)
	}
}

func TestAFolderIsNoNewerThanTheNewestFile(t *testing.T) {
	dir := rootOf(t, testroot.Debian("amd64"))
	late, early := time.Unix(1900000000, 0), time.Unix(1000000000, 0)
	if err := errors.Join(os.Chtimes(filepath.Join(dir, "etc"), late, late), os.Chtimes(filepath.Join(dir, "usr"), early, early)); err != nil {
		t.Fatal(err)
	}
	b := build(t, dir)
	for name, want := range map[string]string{"/etc": "mtime: 0x6553f100", "/usr": "mtime: 0x3b9aca00"} {
		if got := b.rootStat(name); !strings.Contains(got, want) {
			t.Errorf("%s lacks %q:\n%s", name, want, got)
		}
	}
}
