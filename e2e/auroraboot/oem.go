//go:build linux

package main

import (
	"fmt"
	"os"
	"strings"
)

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
