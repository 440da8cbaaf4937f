//go:build e2e

package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/amikit/amikit/e2e/harness"
)

// loopDevices are those of this machine that back a file of a disk's build.
func loopDevices(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("/sys/block/loop*/loop/backing_file")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, name := range names {
		if backing, err := os.ReadFile(name); err == nil && strings.Contains(string(backing), "auroraboot-") {
			found = append(found, name+" "+string(backing))
		}
	}
	return found
}

// TestAuroraBootLeavesASparseDiskAndNothingElse looks into the daemon's own
// storage. AuroraBoot itself writes every zero of its disk.
func TestAuroraBootLeavesASparseDiskAndNothingElse(t *testing.T) {
	daemon := startDaemon(t, "security.insecure")
	b := auroraboot(t)
	b.Host = daemon.Address
	build(t, harness.Gateway, b)
	daemon.Stop()
	disks := 0
	err := filepath.WalkDir(daemon.Root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		switch filepath.Ext(path) {
		case ".img":
			t.Errorf("a partition's image stays at %s", path)
		case ".raw":
			disks++
			info, err := d.Info()
			if err != nil {
				return err
			}
			if used := info.Sys().(*syscall.Stat_t).Blocks * 512; used > info.Size()/4 {
				t.Errorf("%d of the %d bytes of %s are allocated", used, info.Size(), path)
			}
		}
		return nil
	})
	if err != nil || disks != 1 {
		t.Errorf("the daemon keeps %d disks, %v", disks, err)
	}
	if left := loopDevices(t); len(left) > 0 {
		t.Errorf("loop devices stay: %q", left)
	}
}

// brokenAuroraBoot is an image whose auroraboot makes filesystems that cannot be
// mounted.
func brokenAuroraBoot(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "mkfs.ext2", "#!/bin/sh\nexit 0\n")
	write(t, dir, "Dockerfile", "FROM "+suite.AuroraBoot+"\nCOPY --chmod=0755 mkfs.ext2 /usr/local/sbin/\n")
	image := suite.Registry.Address + "/auroraboot:broken"
	build(t, harness.Syntax, harness.Build{Context: dir, Extra: []string{"--output", "type=image,push=true,name=" + image}})
	return image
}

// TestAFailedMountLeavesNoLoopDevice makes filesystems that cannot be mounted,
// after which auroraboot leaves its device attached.
func TestAFailedMountLeavesNoLoopDevice(t *testing.T) {
	b := auroraboot(t)
	b.Args["AURORABOOT_IMAGE"] = brokenAuroraBoot(t)
	r := refuse(t, harness.Gateway, b)
	wants(t, r.Logs(), "which auroraboot left attached")
	wants(t, lastLine(r.Stderr), "auroraboot", "mount")
	if left := loopDevices(t); len(left) > 0 {
		t.Errorf("loop devices stay: %q", left)
	}
}
