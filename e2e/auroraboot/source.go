//go:build linux

package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/joho/godotenv"
)

// source is what the build needs to know of the copied root filesystem.
type source struct {
	dir        string
	keys       map[string]string
	arch       string
	shim, grub string // paths on this machine
}

// readSource looks at the same files as the real program, in its order. Kernel
// and initrd are not among them.
func readSource(dir string) (*source, error) {
	s := &source{dir: dir}
	if _, err := os.Stat(filepath.Join(dir, "etc/cos/grub.cfg")); err != nil {
		logf("ERR", "failed to stat grub.cfg error=%q", err)
		return nil, err
	}
	file := "etc/kairos-release"
	if _, err := os.Stat(filepath.Join(dir, file)); err != nil {
		file = "etc/os-release"
	}
	var err error
	if s.keys, err = godotenv.Read(filepath.Join(dir, file)); err != nil {
		return nil, err
	}
	if s.arch = s.first("ARCH", "TARGETARCH"); s.arch == "" {
		return nil, fmt.Errorf("KAIROS_ARCH/KAIROS_TARGETARCH not found in %s", file)
	}
	for _, key := range []string{"FLAVOR", "MODEL"} {
		if s.first(key) == "" {
			return nil, fmt.Errorf("KAIROS_%s key not found", key)
		}
	}
	return s, s.findLoaders()
}

func (s *source) first(keys ...string) string {
	for _, key := range keys {
		for _, name := range []string{"KAIROS_" + key, key} {
			if value := s.keys[name]; value != "" {
				return value
			}
		}
	}
	return ""
}

func (s *source) findLoaders() error {
	machine, suffix, grub := "x86_64", "x64", "x86_64"
	if s.isARM() {
		machine, suffix, grub = "aarch64", "aa64", "arm64"
	}
	var err error
	if s.shim, err = s.find("usr/share/efi/"+machine+"/shim.efi", "usr/lib/shim/shim"+suffix+".efi.dualsigned",
		"usr/lib/shim/shim"+suffix+".efi.signed.latest", "usr/lib/shim/shim"+suffix+".efi.signed",
		"boot/efi/EFI/fedora/shim.efi", "boot/efi/EFI/redhat/shim"+suffix+".efi"); err != nil {
		logf("ERR", "failed to copy shim error=%q", err)
		return err
	}
	if s.grub, err = s.find("usr/share/efi/"+machine+"/grub.efi",
		"usr/lib/grub/"+grub+"-efi-signed/grub"+suffix+".efi.signed",
		"boot/efi/EFI/fedora/grub"+suffix+".efi", "usr/lib/grub/"+grub+"-efi/grub"+suffix+".efi"); err != nil {
		logf("ERR", "failed to copy grub error=%q", err)
		return err
	}
	return nil
}

func (s *source) isARM() bool { return s.arch == "arm64" || s.arch == "aarch64" }

func (s *source) find(names ...string) (string, error) {
	for _, name := range names {
		path := filepath.Join(s.dir, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	// The real program says this of GRUB as well.
	return "", fmt.Errorf("could not find any shim file to copy")
}

// efiName cuts the marks of a signature off a loader's name.
func efiName(path string) string {
	name := filepath.Base(path)
	for _, mark := range []string{".latest", ".signed", ".dualsigned"} {
		name = strings.TrimSuffix(name, mark)
	}
	return name
}

func (s *source) fallbackName() string {
	if s.isARM() {
		return "bootaa64.efi"
	}
	return "bootx64.efi"
}

// diskName is the disk's file name; a missing key is the building system's.
func (s *source) diskName() string {
	parts := []string{"kairos"}
	for _, key := range []string{"FLAVOR", "FLAVOR_RELEASE", "VARIANT", "ARCH", "MODEL", "VERSION"} {
		parts = append(parts, s.first(key))
	}
	name := strings.Join(parts, "-")
	if s.first("VARIANT") == "standard" {
		name += "-" + s.first("SOFTWARE_VERSION_PREFIX") + s.first("SOFTWARE_VERSION")
	}
	return name + ".raw"
}

// sizeMiB is the sum of the sizes of all files, and some room.
func (s *source) sizeMiB() (int64, error) {
	var total int64
	err := filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		// A symbolic link counts as its target, and nothing where that is missing.
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			total += info.Size()
		}
		return nil
	})
	return total>>20 + 100, err
}
