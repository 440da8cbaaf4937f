//go:build linux

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Sizes in MiB of the partitions that do not depend on the root filesystem.
const efiMiB, oemMiB = 64, 64

// partitioner makes the images of the partitions in a folder of its own.
type partitioner struct {
	source      *source
	work        string
	settings    *settings
	recoveryMiB int64
}

func (p *partitioner) assemble(target string) error {
	for _, step := range []struct {
		name string
		make func() error
	}{{"RECOVERY", p.recovery}, {"BOOT", p.boot}, {"OEM", p.oem}} {
		infof("Creating %s image", step.name)
		if err := step.make(); err != nil {
			return err
		}
		infof("Created %s image", step.name)
	}
	infof("Assembling final disk image target=%s", target)
	if err := p.writeDisk(target); err != nil {
		return err
	}
	infof("Assembled final disk image target=%s", target)
	return nil
}

func (p *partitioner) path(name ...string) string {
	return filepath.Join(append([]string{p.work}, name...)...)
}

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

// boot makes the EFI system partition.
func (p *partitioner) boot() error {
	s := p.source
	folder := "EFI/BOOT"
	if strings.Contains(s.first("FLAVOR"), "ubuntu") {
		folder = "EFI/ubuntu"
	}
	for name, from := range map[string]string{
		"EFI/BOOT/" + efiName(s.shim): s.shim, "EFI/BOOT/" + s.fallbackName(): s.shim, "EFI/BOOT/" + efiName(s.grub): s.grub,
	} {
		data, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := writeFile(p.path("efi", name), data, 0o644); err != nil {
			return err
		}
	}
	lines := "search --no-floppy --label --set=root COS_RECOVERY\nset root=($root)\nset prefix=($root)/grub2\nconfigfile ($root)/etc/cos/grub.cfg\n"
	if err := writeFile(p.path("efi", folder, "grub.cfg"), []byte(lines), 0o644); err != nil {
		return err
	}
	return vfat(p.path("efi.img"), "COS_GRUB", efiMiB, p.path("efi"))
}

// oem makes the partition with the cloud-config and with what the first boot does.
func (p *partitioner) oem() error {
	state := p.settings.mib("disk.state_size")
	if state == 0 {
		state = 3*p.recoveryMiB + 100
	}
	reset := fmt.Sprintf("name: first boot\nstages:\n  rootfs.before:\n  - layout:\n      add_partitions:\n      - {fsLabel: COS_STATE, size: %d, pLabel: state}\n      - {fsLabel: COS_PERSISTENT, pLabel: persistent}\n", state)
	env := "# GRUB Environment Block\nnext_entry=recovery\n"
	env += strings.Repeat("#", 1024-len(env))
	for name, file := range map[string]struct {
		text string
		mode os.FileMode
	}{
		"90_custom.yaml": {p.settings.cloudConfig, 0o600}, "01_reset.yaml": {reset, 0o644}, "grubenv": {env, 0o644},
	} {
		if err := writeFile(p.path("oem", name), []byte(file.text), file.mode); err != nil {
			return err
		}
	}
	return ext2(p.path("oem.img"), "COS_OEM", oemMiB, func(dir string) error {
		return rsync(p.path("oem"), dir)
	})
}

func writeFile(path string, data []byte, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, mode)
}

// appendFile copies a file's bytes and its holes as zeroes: the real program's
// disks are dense.
func appendFile(w io.Writer, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{f}, make([]byte, 1<<20))
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}
