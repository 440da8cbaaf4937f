//go:build e2e

package e2e

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// description is what the tests read of disk.json.
type description struct {
	File           string `json:"file"`
	Size           int64  `json:"size"`
	Digest         string `json:"digest"`
	PartitionTable string `json:"partitionTable"`
	Architecture   string `json:"architecture"`
	BootMode       string `json:"bootMode"`
}

// describe finds the one raw disk of a result and what is said of it.
func describe(t *testing.T, dir string) (raw string, d description) {
	t.Helper()
	disks, err := filepath.Glob(filepath.Join(dir, "*.raw"))
	if err != nil || len(disks) != 1 {
		t.Fatalf("the result holds %d raw disks (%v)", len(disks), err)
	}
	if err := json.Unmarshal([]byte(read(t, dir, "disk.json")), &d); err != nil {
		t.Fatal(err)
	}
	return disks[0], d
}

// builtin is a build of a disk with little free space: what a disk is sent, read and
// hashed by grows with its size.
func builtin(t *testing.T) harness.Build {
	t.Helper()
	return harness.Build{
		Context: newContext(t, debian()), Target: "cloud-image", Output: t.TempDir(),
		Args: map[string]string{"DISK_BUILDER": "builtin", "DISK_TOOLS_IMAGE": suite.DiskTools, "DISK_SIZE": "160M"},
	}
}

// builtinKairos has no size: a Kairos disk's partitions have theirs.
func builtinKairos(t *testing.T) harness.Build {
	t.Helper()
	b := builtin(t)
	b.Context = newContext(t, kairos())
	delete(b.Args, "DISK_SIZE")
	return b
}

// auroraboot is a build of a disk whose recovery.img is small: auroraboot writes each
// zero of its disk.
func auroraboot(t *testing.T) harness.Build {
	t.Helper()
	return harness.Build{
		Context: newContext(t, kairos()), Target: "cloud-image", Output: t.TempDir(),
		Allow: []string{"security.insecure"},
		Args:  map[string]string{"AURORABOOT_IMAGE": suite.AuroraBoot, "RECOVERY_SIZE": "32M"},
	}
}

func TestBuiltinDiskByEveryClient(t *testing.T) {
	for _, c := range harness.Clients() {
		t.Run(string(c), func(t *testing.T) {
			b := builtin(t)
			build(t, c, b)
			raw, d := describe(t, b.Output)
			if d.PartitionTable != "gpt" || d.BootMode != "uefi" || d.Digest == "" || d.File != filepath.Base(raw) {
				t.Fatalf("disk.json says %+v", d)
			}
			checkTable(t, raw)
			if got := cat(t, raw, 2, "/etc/e2e-test"); got != t.Name()+"\n" {
				t.Fatalf("the disk's root filesystem holds %q", got)
			}
			if files := listESP(t, raw); !strings.Contains(files, "EFI/BOOT/BOOTX64.EFI") && !strings.Contains(files, "EFI/BOOT/BOOTAA64.EFI") {
				t.Fatalf("the EFI system partition has no fallback loader:\n%s", files)
			}
		})
	}
}

func TestTheSameInputIsTheSameBuiltinDisk(t *testing.T) {
	b := builtin(t)
	build(t, harness.Gateway, b)
	_, first := describe(t, b.Output)
	b.Output = t.TempDir()
	b.Extra = []string{"--opt", "no-cache="}
	r := build(t, harness.Gateway, b)
	if _, second := describe(t, b.Output); first.Digest != second.Digest {
		t.Fatalf("the digests are %s and %s", first.Digest, second.Digest)
	}
	if r.Executed("builtin: raw EFI disk") != 1 {
		t.Fatalf("the disk was not built again: %q", r.Names())
	}
}

func TestAuroraBootDiskByEveryClient(t *testing.T) {
	for _, c := range harness.Clients() {
		t.Run(string(c), func(t *testing.T) {
			b := auroraboot(t)
			r := build(t, c, b)
			raw, d := describe(t, b.Output)
			if d.PartitionTable != "gpt" || d.BootMode != "uefi" {
				t.Fatalf("disk.json says %+v", d)
			}
			checkTable(t, raw)
			if got, want := cat(t, raw, oemPartition(t, raw), "/90_custom.yaml"), read(t, b.Context, userDataPath); got != want {
				t.Fatalf("the cloud-config on the disk is %q, want %q", got, want)
			}
			if strings.Contains(r.Logs(), "hostname: e2e") {
				t.Fatal("the log shows the cloud-config")
			}
		})
	}
}

func TestAutoTakesTheBuilderThatTheRootFilesystemAsksFor(t *testing.T) {
	plain := builtin(t)
	delete(plain.Args, "DISK_BUILDER")
	for name, c := range map[string]struct {
		build harness.Build
		want  string
	}{
		"a Kairos root filesystem": {auroraboot(t), "auroraboot: raw EFI disk"},
		"any other":                {plain, "builtin: raw EFI disk"},
	} {
		t.Run(name, func(t *testing.T) {
			if r := build(t, harness.Gateway, c.build); r.Executed(c.want) != 1 {
				t.Fatalf("%q did not run, but %q", c.want, r.Names())
			}
		})
	}
}

func TestAutoGoesOnWithoutPrivilegeByEveryClient(t *testing.T) {
	for _, c := range harness.Clients() {
		t.Run(string(c), func(t *testing.T) {
			b := auroraboot(t)
			b.Allow = nil
			b.Args["DISK_TOOLS_IMAGE"] = suite.DiskTools
			r := build(t, c, b)
			if r.Executed("builtin: raw EFI disk (auto: Kairos, security.insecure is not granted)") != 1 {
				t.Errorf("the builtin builder did not run, but %q", r.Names())
			}
			wants(t, strings.Join(r.Warnings(), "\n"), "security.insecure is not granted")
			raw, _ := describe(t, b.Output)
			checkTable(t, raw)
		})
	}
}

func TestTwoPlatformsAreTwoDisks(t *testing.T) {
	b := builtin(t)
	twoPlatforms(t, &b)
	build(t, harness.Gateway, b)
	for dir, want := range map[string]string{"linux_amd64": "amd64", "linux_arm64": "arm64"} {
		if _, d := describe(t, filepath.Join(b.Output, dir)); d.Architecture != want {
			t.Errorf("the disk for %s has architecture %q, want %q", dir, d.Architecture, want)
		}
	}
}
