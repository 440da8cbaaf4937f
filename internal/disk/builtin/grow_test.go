package builtin

import (
	"bytes"
	"strings"
	"testing"

	"github.com/amikit/amikit/internal/disk/rootfs"
	"github.com/amikit/amikit/internal/testroot"
)

// withRepart is a Debian with systemd-repart.
func withRepart() testroot.Tree {
	return testroot.Debian("amd64").
		With("usr/bin/systemd-repart", testroot.File("")).
		With(growProgram, testroot.File("")).
		With(growUnit, testroot.File("[Service]\n"))
}

func TestTheRootGrowsBySystemdRepart(t *testing.T) {
	b := build(t, rootOf(t, withRepart()))
	if got := b.rootFile("/" + repartRoot); got != repartText {
		t.Errorf("the definition is %q", got)
	}
	for path, wants := range map[string][]string{
		"/" + repartRoot:    {"Mode:  0644", "User:     0", "mtime: 0x12cea600"},
		"/etc/repart.d":     {"Mode:  0755", "Type: directory", "User:     0"},
		"/" + growWanted:    {"Type: symlink", "/" + growUnit},
		"/etc/systemd":      {"Mode:  0755"},
		"/etc/machine-id":   {"Mode:  0444"},
		"/usr/lib/systemd/": {"Type: directory"},
	} {
		for _, want := range wants {
			if got := b.rootStat(path); !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", path, want, got)
			}
		}
	}
	again := build(t, rootOf(t, withRepart()))
	if !bytes.Equal(fileOf(t, b.name), fileOf(t, again.name)) {
		t.Error("two builds differ")
	}
}

func TestAnOlderSystemdGetsTheUnitThatItLacks(t *testing.T) {
	b := build(t, rootOf(t, withRepart().Without(growUnit)))
	if got := b.rootFile("/" + growOwnUnit); got != growText {
		t.Errorf("the unit is %q", got)
	}
	if got := b.rootStat("/" + growWanted); !strings.Contains(got, `dest: "/`+growOwnUnit) {
		t.Errorf("it is not wanted:\n%s", got)
	}
}

func TestWithoutDebugfsTheRootDoesNotGrowAndTheBuildGoesOn(t *testing.T) {
	var warnings []string
	o := Options{Warn: func(line string) { warnings = append(warnings, line) }}
	root, err := rootfs.Open(rootOf(t, withRepart()))
	if err != nil {
		t.Fatal(err)
	}
	if added := o.growth(&system{root: root}, &tools{}); len(added) != 0 || len(warnings) != 1 || !strings.Contains(warnings[0], "no debugfs") {
		t.Fatalf("adds %+v, warned %q", added, warnings)
	}
}

func TestGrowthIsLeftToWhatIsThere(t *testing.T) {
	cloudInit := testroot.Debian("amd64").With("usr/bin/cloud-init", testroot.File("")).With("usr/bin/growpart", testroot.File(""))
	for name, c := range map[string]struct {
		tree        testroot.Tree
		definition  bool
		unit, warns bool
	}{
		"nothing":                  {testroot.Debian("amd64"), false, false, true},
		"cloud-init with growpart": {cloudInit, false, false, false},
		"cloud-init alone":         {cloudInit.Without("usr/bin/growpart"), false, false, true},
		"systemd-repart":           {withRepart(), true, true, false},
		"its own definition":       {withRepart().With("usr/lib/repart.d/10.conf", testroot.File("[Partition]\n")), false, true, false},
		"its own option":           {withRepart().With("etc/fstab", testroot.File("LABEL=root / ext4 rw,x-systemd.growfs 0 1\n")), true, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			var warnings []string
			b := build(t, rootOf(t, c.tree), func(o *Options) { o.Warn = func(line string) { warnings = append(warnings, line) } })
			if got := strings.Contains(b.rootStat("/"+repartRoot), "Type: regular"); got != c.definition {
				t.Errorf("definition: %v", got)
			}
			if got := strings.Contains(b.rootStat("/"+growWanted), "Type: symlink"); got != c.unit {
				t.Errorf("unit: %v", got)
			}
			if got := strings.Contains(strings.Join(warnings, "\n"), "will not grow"); got != c.warns {
				t.Errorf("warned %q", warnings)
			}
		})
	}
}

func TestFSTABReplacesTheFile(t *testing.T) {
	const setting = "LABEL=main / ext4 defaults,x-systemd.growfs 0 1 ; tmpfs /tmp tmpfs nosuid 0 0"
	b := build(t, rootOf(t, testroot.Debian("amd64")), func(o *Options) { o.Fstab = setting })
	if got, want := b.rootFile("/etc/fstab"), "LABEL=main / ext4 defaults,x-systemd.growfs 0 1\ntmpfs /tmp tmpfs nosuid 0 0\n"; got != want {
		t.Errorf("the file is %q", got)
	}
	if label := b.part("root").Label; label != "main" {
		t.Errorf("label is %q", label)
	}
	if text := b.espFile("loader/entries/debian-" + testroot.KernelVersion + ".conf"); !strings.Contains(text, " ro ") {
		t.Errorf("the entry is %q", text)
	}
}

func TestALineOfFSTABThatMountsNothingIsRefused(t *testing.T) {
	_, err := tryBuild(t, rootOf(t, testroot.Debian("amd64")), func(o *Options) { o.Fstab = "LABEL=root /" })
	if err == nil || !strings.Contains(err.Error(), "FSTAB") || !strings.Contains(err.Error(), `"LABEL=root /"`) {
		t.Fatalf("it says %v", err)
	}
}
