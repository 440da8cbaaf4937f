//go:build e2e

package e2e

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

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

// brokenAuroraBoot is an image whose auroraboot finds a program of another content.
func brokenAuroraBoot(t *testing.T, program, script string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, program, "#!/bin/sh\n"+script)
	write(t, dir, "Dockerfile", "FROM "+suite.AuroraBoot+"\nCOPY --chmod=0755 "+program+" /usr/local/sbin/\n")
	image := suite.Registry.Address + "/auroraboot:broken-" + program
	build(t, harness.Syntax, harness.Build{Context: dir, Extra: []string{"--output", "type=image,push=true,name=" + image}})
	return image
}

// TestAFailedMountLeavesNoLoopDevice makes filesystems that cannot be mounted,
// after which auroraboot leaves its device attached.
func TestAFailedMountLeavesNoLoopDevice(t *testing.T) {
	b := auroraboot(t)
	b.Args["AURORABOOT_IMAGE"] = brokenAuroraBoot(t, "mkfs.ext2", "exit 0\n")
	r := refuse(t, harness.Gateway, b)
	wants(t, lastLine(r.Stderr), "auroraboot", "mount")
	if left := loopDevices(t); len(left) > 0 {
		t.Errorf("loop devices stay: %q", left)
	}
}

// stopOnMount is an rsync that stops for ever once it is to fill a filesystem that
// is mounted, so that a build is in the middle for as long as a test needs.
const stopOnMount = `case $* in */auroraboot-mount-*) kill -STOP $$;; esac
exec /usr/bin/rsync "$@"
`

// TestACancelledBuildLeavesNoLoopDevice ends the client while a filesystem of the
// disk is mounted: the daemon then kills the exec.
func TestACancelledBuildLeavesNoLoopDevice(t *testing.T) {
	b := auroraboot(t)
	b.Args["AURORABOOT_IMAGE"] = brokenAuroraBoot(t, "rsync", stopOnMount)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan *harness.Result, 1)
	go func() { ended <- suite.Run(ctx, harness.Gateway, b) }()
	seen := await(t, func() bool { return slices.ContainsFunc(loopDevices(t), detachesItself) })
	cancel()
	r := <-ended
	if !seen || r.Err == nil {
		t.Fatalf("no loop device detaches itself, or the build ended well: %q\n%s", loopDevices(t), r.Failure())
	}
	if !await(t, func() bool { return len(loopDevices(t)) == 0 }) {
		t.Errorf("loop devices stay: %q", loopDevices(t))
	}
}

// detachesItself looks whether the kernel detaches a device when nobody uses it.
func detachesItself(device string) bool {
	file, _, _ := strings.Cut(device, " ")
	flag, err := os.ReadFile(filepath.Join(filepath.Dir(file), "autoclear"))
	return err == nil && strings.TrimSpace(string(flag)) == "1"
}

// await asks until something is so, for two minutes at the most.
func await(t *testing.T, isSo func() bool) bool {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(2 * time.Minute)
	for !isSo() {
		select {
		case <-tick.C:
		case <-limit:
			return false
		}
	}
	return true
}
