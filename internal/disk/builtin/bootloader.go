package builtin

import (
	"fmt"
	"path"
	"strings"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/rootfs"
)

// bootFiles are the loader, its configuration and, for systemd-boot, which reads
// no ext4, the kernel and the initrd.
func (o Options) bootFiles(s *system, id identity) ([]espFile, error) {
	o.warnFstab(s.root)
	arch := s.kernel.Architecture
	if loader, ok := s.root.SystemdBoot(arch); ok {
		return systemdBootFiles(s, loader, o.commandLine(s, id)), nil
	}
	if grub, ok := s.root.GRUB(arch); ok {
		shim, _ := s.root.Shim(arch)
		return grubFiles(s, shim, grub, grubConfig(s, id, o.commandLine(s, id))), nil
	}
	return nil, &rootfs.MissingError{
		Part:   "EFI boot loader for " + arch,
		Looked: []string{"systemd-boot in /usr/lib/systemd/boot/efi", "GRUB in /usr/lib/grub and /boot/efi/EFI"},
		Hint:   "install Debian's systemd-boot-efi or grub-efi-" + arch + "-signed, or what corresponds to it, in the image",
	}
}

// systemdBootFiles follow the Boot Loader Specification, type 1.
func systemdBootFiles(s *system, loader rootfs.File, commandLine string) []espFile {
	id, version := s.release.OS["ID"], s.kernel.Version
	if id == "" {
		id = "linux"
	}
	if version == "" {
		version = "default"
	}
	folder, entry := path.Join(id, version), id+"-"+version+".conf"
	config := fmt.Sprintf("title %s\nversion %s\nlinux /%s/linux\ninitrd /%s/initrd\noptions %s\n", s.title(), version, folder, folder, commandLine)
	return []espFile{
		{path: disk.FallbackPath(s.kernel.Architecture), host: loader.Host},
		{path: path.Join("EFI/systemd", loader.InstalledName()), host: loader.Host},
		{path: "loader/loader.conf", data: []byte("timeout 0\ndefault " + entry + "\n")},
		{path: path.Join("loader/entries", entry), data: []byte(config)},
		{path: path.Join(folder, "linux"), host: s.kernel.Host},
		{path: path.Join(folder, "initrd"), host: s.initrd.Host},
	}
}

// grubFiles put shim, where there is one, on the fallback path and GRUB beside
// it. Each vendor's GRUB reads the configuration in the folder of its own name.
func grubFiles(s *system, shim, grub rootfs.File, config []byte) []espFile {
	fallback := disk.FallbackPath(s.kernel.Architecture)
	first := grub
	if shim.Host != "" {
		first = shim
	}
	files := []espFile{{path: fallback, host: first.Host}}
	if beside := path.Join(path.Dir(fallback), grub.InstalledName()); !strings.EqualFold(beside, fallback) {
		files = append(files, espFile{path: beside, host: grub.Host})
	}
	for _, vendor := range s.vendors() {
		files = append(files, espFile{path: path.Join("EFI", vendor, "grub.cfg"), data: config})
	}
	return files
}

// vendors are the folders below EFI in which a GRUB of the system may look.
func (s *system) vendors() []string {
	names := []string{"BOOT"}
	for _, name := range strings.Fields(s.release.OS["ID"] + " " + s.release.OS["ID_LIKE"]) {
		if !strings.EqualFold(name, "BOOT") {
			names = append(names, name)
		}
	}
	return names
}

func (s *system) title() string {
	if title := s.release.OS["PRETTY_NAME"]; title != "" {
		return strings.Join(strings.Fields(title), " ")
	}
	return "Linux"
}

// grubConfig starts the kernel on the root partition.
func grubConfig(s *system, id identity, commandLine string) []byte {
	return fmt.Appendf(nil, `set timeout=0
set default=0
search --no-floppy --fs-uuid --set=root %s
menuentry "%s" {
	linux /%s %s
	initrd /%s
}
`, id.of("root"), strings.Map(unquoted, s.title()), s.kernel.Path, commandLine, s.initrd.Path)
}

// unquoted drops what would end or expand a string of GRUB's.
func unquoted(r rune) rune {
	if strings.ContainsRune("\"\\$", r) {
		return -1
	}
	return r
}
