//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// rsync copies a folder's content with the real program's arguments.
func rsync(source, target string, excluded ...string) error {
	infof("[%d] Copying %s source to %s", os.Getpid(), source, target)
	args := []string{"--progress", "--partial", "--human-readable", "--archive", "--acls"}
	for _, name := range excluded {
		args = append(args, "--exclude="+name)
	}
	infof("[%d] Starting rsync...", os.Getpid())
	out, err := exec.Command("rsync", append(args, source+"/", target+"/")...).CombinedOutput()
	if err != nil {
		logf("ERR", "rsync failed: %s", strings.TrimSpace(string(out)))
		return err
	}
	infof("[%d] Finished syncing", os.Getpid())
	return nil
}

// ext2 makes an image of a filesystem and has it filled while it is mounted.
func ext2(path, label string, mib int64, fill func(dir string) error) error {
	if err := makeImage(path, mib, "mkfs.ext2", "-L", label); err != nil {
		return err
	}
	return mounted(path, fill)
}

// vfat does the same with a FAT filesystem. On a kernel that has none, mtools
// puts the files into the image; the real program fails there.
func vfat(path, label string, mib int64, files string) error {
	if err := makeImage(path, mib, "mkfs.vfat", "-n", label); err != nil {
		return err
	}
	if hasVFAT() {
		return mounted(path, func(dir string) error { return rsync(files, dir) })
	}
	logf("WRN", "stand-in: this kernel has no vfat, so mtools fills the EFI image; auroraboot would fail: unknown filesystem type 'vfat'")
	return program("mcopy", "-i", path, "-s", "-m", filepath.Join(files, "EFI"), "::")
}

// hasVFAT looks whether a mount could work; a module that is not loaded does not
// count, because an exec cannot load it.
func hasVFAT() bool {
	list, err := os.ReadFile("/proc/filesystems")
	return err == nil && bytes.Contains(list, []byte("\tvfat\n"))
}

func makeImage(path string, mib int64, mkfs string, args ...string) error {
	infof("[%d] Creating file system image %s with size %dMiB", os.Getpid(), path, mib)
	if err := writeFile(path, nil, 0o644); err != nil {
		return err
	}
	if err := os.Truncate(path, mib<<20); err != nil {
		return err
	}
	return program(mkfs, append(args, path)...)
}

func program(name string, args ...string) error {
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(string(out)))
	}
	return nil
}

// mounted mounts an image through a loop device. When the mount fails the device
// stays attached, as the real program leaves it.
func mounted(path string, fill func(dir string) error) error {
	dir, err := os.MkdirTemp("", "auroraboot-mount-")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(dir) }() // it stays where something is still mounted on it
	device, err := attach(path)
	if err != nil {
		return err
	}
	if err := mount(device, dir); err != nil {
		return err
	}
	err = fill(dir)
	if unmountErr := program("umount", dir); err == nil {
		err = unmountErr
	}
	if detachErr := detach(device); err == nil {
		err = detachErr
	}
	return err
}

func mount(device, dir string) error {
	out, err := exec.Command("mount", "-t", "auto", "-o", "rw", device, dir).CombinedOutput()
	if err == nil {
		return nil
	}
	failed := fmt.Errorf("mount failed: %w\nMounting command: mount\nMounting arguments: -t auto -o rw %s %s\nOutput: %s", err, device, dir, out)
	fmt.Fprintln(os.Stderr, failed)
	return failed
}
