//go:build linux

package main

import (
	"io"
	"os"
	"path/filepath"
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
