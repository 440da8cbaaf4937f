//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// recovery makes recovery.img and the partition that holds it.
func (p *partitioner) recovery() error {
	size, err := p.source.sizeMiB()
	if err != nil {
		return err
	}
	image := size + 200
	if want := p.settings.mib("disk.recovery_image_size"); want > 0 {
		if want < size-100 {
			return fmt.Errorf("configured recovery image size %d MB is smaller than source size %d MB", want, size-100)
		}
		image = want
	}
	p.recoveryMiB = 2*image + 150
	system := p.path("recovery", "cOS", "recovery.img")
	if err := ext2(system, "COS_SYSTEM", image, func(dir string) error {
		return fillSystem(p.source.dir, dir)
	}); err != nil {
		return err
	}
	menu, err := os.ReadFile(filepath.Join(p.source.dir, "etc/cos/grub.cfg"))
	if err != nil {
		return err
	}
	if err := writeFile(p.path("recovery", "etc/cos/grub.cfg"), menu, 0o644); err != nil {
		return err
	}
	return ext2(p.path("recovery.img"), "COS_RECOVERY", p.recoveryMiB, func(dir string) error {
		return rsync(p.path("recovery"), dir)
	})
}

// fillSystem copies the root filesystem and makes the folders that a running
// system mounts on.
func fillSystem(rootfs, dir string) error {
	if err := rsync(rootfs, dir); err != nil {
		return err
	}
	for name, mode := range map[string]os.FileMode{
		"run": 0o755, "dev": 0o755, "boot": 0o755, "usr/local": 0o755, "oem": 0o755,
		"tmp": 0o777 | os.ModeSticky, "proc": 0o555, "sys": 0o555,
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(path, 0o755); err != nil {
			return err
		}
		if err := os.Chmod(path, mode); err != nil {
			return err
		}
	}
	return nil
}
