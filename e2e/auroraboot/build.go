//go:build linux

package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// defaultCloudConfig is what the real program writes where none is given: a user
// with a password that everybody knows.
const defaultCloudConfig = "#cloud-config\nusers:\n- name: kairos\n  passwd: kairos\n  groups: [admin]\n"

// build runs the steps in their order and removes what is temporary.
func build(set *settings) (err error) {
	state := filepath.Clean(set.values["state_dir"])
	rootfs := filepath.Join(os.TempDir(), fmt.Sprintf("auroraboot-temp-rootfs-%x", sha256.Sum256([]byte(state))))
	if err := makeDirs(state, rootfs); err != nil {
		return &stepError{err, "'dump-source' deps prepare-dirs failed"}
	}
	defer func() {
		err = errors.Join(err, os.RemoveAll(rootfs), os.RemoveAll(filepath.Join(state, "netboot")),
			os.RemoveAll(filepath.Join(state, "config.yaml")))
	}()
	if err := set.writeCloudConfig(state); err != nil {
		return err
	}
	image := strings.TrimPrefix(set.values["container_image"], "dir:")
	if err := dump(image, rootfs); err != nil {
		return &stepError{fmt.Errorf("dumping the source image %s to %s: %w", set.values["container_image"], rootfs, err), "'gen-raw-efi-disk' deps dump-source failed"}
	}
	infof("Generating raw disk '%s' from '%s' with final size %dMb", state, rootfs, set.mib("disk.size"))
	if err := makeDisk(set, state, rootfs); err != nil {
		return &stepError{err: err}
	}
	return nil
}

func makeDirs(state, rootfs string) error {
	if err := os.RemoveAll(rootfs); err != nil {
		return err
	}
	for _, dir := range []string{filepath.Join(state, "netboot"), rootfs} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	return nil
}

// writeCloudConfig puts the cloud-config beside the disk and, as the real program
// does, the whole of it into the log.
func (s *settings) writeCloudConfig(state string) error {
	if s.cloudConfig == "" && !s.on("no_default_cloud_config") {
		s.cloudConfig = defaultCloudConfig
	}
	infof("Copying cloud config cloudConfig=%s", strconv.Quote(s.cloudConfig))
	return os.WriteFile(filepath.Join(state, "config.yaml"), []byte(s.cloudConfig), 0o600)
}

// dump copies the source, without what a running system mounts.
func dump(source, target string) error {
	return rsync(source, target, "/mnt", "/proc", "/sys", "/dev", "/tmp", "/host", "/run")
}

// makeDisk makes the three partitions and puts them together.
func makeDisk(set *settings, state, rootfs string) error {
	s, err := readSource(rootfs)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "auroraboot-raw-image-")
	if err != nil {
		return err
	}
	parts := partitioner{source: s, work: work, settings: set}
	err = parts.assemble(filepath.Join(state, s.diskName()))
	return errors.Join(err, os.RemoveAll(work))
}
