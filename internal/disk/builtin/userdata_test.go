package builtin

import (
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/testroot"
)

const userData = "#cloud-config\npassword: [[[ secret ]]]\n"

func TestUserDataReachesCloudInit(t *testing.T) {
	tree := testroot.Debian("amd64").With("usr/bin/cloud-init", testroot.File("#!/usr/bin/python3\n"))
	b := build(t, rootOf(t, tree), func(o *Options) { o.UserData = []byte(userData) })
	if b.espFile("user-data") != userData {
		t.Error("the user-data has another content")
	}
	if !strings.HasPrefix(b.espFile("meta-data"), "instance-id: ") {
		t.Error("meta-data names no instance")
	}
	if label := b.part("EFI").Label; label != seedLabel {
		t.Errorf("cloud-init does not look at label %q", label)
	}
}

func TestUserDataThatNothingReadsIsLeftOutWithAWarning(t *testing.T) {
	var warnings []string
	b := build(t, rootOf(t, testroot.Debian("amd64")), func(o *Options) {
		o.UserData, o.Warn = []byte(userData), func(line string) { warnings = append(warnings, line) }
	})
	all := strings.Join(warnings, "\n")
	if !strings.Contains(all, "no cloud-init to read the user-data") || strings.Contains(all, "secret") {
		t.Fatalf("warned %q", warnings)
	}
	if strings.Contains(b.espList(), "user-data") {
		t.Error("it is on the disk")
	}
}

func TestTheRootIsWritableWhereNothingRemountsIt(t *testing.T) {
	for fstab, want := range map[string]struct{ mode, label string }{
		"":                                   {" rw ", "root"},
		"# UNCONFIGURED\n":                   {" rw ", "root"},
		"LABEL=system / ext4 defaults 0 1\n": {" ro ", "system"},
	} {
		b := build(t, rootOf(t, testroot.Debian("amd64").With("etc/fstab", testroot.File(fstab))))
		if text := b.espFile("loader/entries/debian-" + testroot.KernelVersion + ".conf"); !strings.Contains(text, want.mode) {
			t.Errorf("fstab %q: the entry lacks %q:\n%s", fstab, want.mode, text)
		}
		if label := b.part("root").Label; label != want.label {
			t.Errorf("fstab %q: label is %q", fstab, label)
		}
	}
}

func TestAnEntryForAnotherDeviceIsWarnedOf(t *testing.T) {
	var warnings []string
	tree := testroot.Debian("amd64").With("etc/fstab", testroot.File("/dev/sda1 / ext4 defaults 0 1\n"))
	build(t, rootOf(t, tree), func(o *Options) { o.Warn = func(line string) { warnings = append(warnings, line) } })
	if !strings.Contains(strings.Join(warnings, "\n"), "mounts / from /dev/sda1, which this disk does not have") {
		t.Fatalf("warned %q", warnings)
	}
}
