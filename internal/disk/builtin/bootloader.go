package builtin

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/disk/rootfs"
)

// bootFiles are the loader, its configuration and, for systemd-boot, which reads
// no ext4, the kernel and the initrd.
func (o Options) bootFiles(s *system, id identity) ([]espFile, error) {
	arch := s.boot.Architecture
	loader, ok := s.root.SystemdBoot(arch)
	switch {
	case s.boot.UKI != nil:
		return ukiFiles(s.boot.UKI, loader), nil
	case ok:
		return systemdBootFiles(s, loader, o.commandLine(s, id))
	}
	if grub, ok := s.root.GRUB(arch); ok {
		shim, _ := s.root.Shim(arch)
		return grubFiles(s, shim, grub, grubConfig(s, id, o.commandLine(s, id))), nil
	}
	return nil, &rootfs.MissingError{
		Part:   "EFI boot loader for " + arch,
		Looked: []string{"systemd-boot in /usr/lib/systemd/boot/efi", "GRUB in /usr/lib/grub, /usr/lib/efi and /boot/efi/EFI"},
		Hint:   "install Debian's systemd-boot-efi or grub-efi-" + arch + "-signed, or what corresponds to it, in the image",
	}
}

// systemdBootFiles follow the Boot Loader Specification, type 1.
func systemdBootFiles(s *system, loader rootfs.File, commandLine string) ([]espFile, error) {
	kernel, err := kernelFile(s.boot.Kernel)
	if err != nil {
		return nil, err
	}
	id, version := s.release.OS["ID"], s.boot.Kernel.Version
	if id == "" {
		id = "linux"
	}
	if version == "" {
		version = "default"
	}
	folder, entry := path.Join(id, version), id+"-"+version+".conf"
	config := fmt.Sprintf("title %s\nversion %s\nlinux /%s/linux\ninitrd /%s/initrd\noptions %s\n", s.title(), version, folder, folder, commandLine)
	kernel.path = path.Join(folder, "linux")
	return []espFile{
		{path: disk.FallbackPath(s.boot.Architecture), host: loader.Host},
		{path: path.Join("EFI/systemd", loader.InstalledName()), host: loader.Host},
		{path: "loader/loader.conf", data: []byte("timeout 0\ndefault " + entry + "\n")},
		{path: path.Join("loader/entries", entry), data: []byte(config)},
		kernel,
		{path: path.Join(folder, "initrd"), host: s.boot.Initrd.Host},
	}, nil
}

// kernelFile unpacks a kernel that systemd-boot cannot.
func kernelFile(k *rootfs.Kernel) (espFile, error) {
	if !k.Compressed {
		return espFile{host: k.Host}, nil
	}
	image, err := k.Unpack()
	return espFile{data: image}, err
}

// grubFiles put shim, where there is one, on the fallback path and GRUB beside
// it. Each vendor's GRUB reads the configuration in the folder of its own name.
func grubFiles(s *system, shim, grub rootfs.File, config []byte) []espFile {
	fallback := disk.FallbackPath(s.boot.Architecture)
	first := grub
	if shim.Host != "" {
		first = shim
	}
	files := []espFile{{path: fallback, host: first.Host}}
	if beside := path.Join(path.Dir(fallback), grub.InstalledName()); !strings.EqualFold(beside, fallback) {
		files = append(files, espFile{path: beside, host: grub.Host})
	}
	for _, vendor := range s.vendors(grub) {
		files = append(files, espFile{path: path.Join("EFI", vendor, "grub.cfg"), data: config})
	}
	return files
}

// vendors are the folders below EFI in which the GRUB may look: that of the
// fallback path, the one that its package keeps it in, and the system's names.
func (s *system) vendors(grub rootfs.File) []string {
	names := []string{"BOOT"}
	add := func(name string) {
		if !slices.ContainsFunc(names, func(has string) bool { return strings.EqualFold(has, name) }) {
			names = append(names, name)
		}
	}
	if dir := path.Dir(grub.Path); path.Base(path.Dir(dir)) == "EFI" {
		add(path.Base(dir))
	}
	for _, name := range strings.Fields(s.release.OS["ID"] + " " + s.release.OS["ID_LIKE"]) {
		add(vendorOf(name))
	}
	return names
}

// vendorOf returns the folder of a system whose folder has not its own name.
func vendorOf(id string) string {
	switch {
	case id == "rhel", id == "ol":
		return "redhat"
	case strings.HasPrefix(id, "opensuse"):
		return "opensuse"
	}
	return id
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
`, id.of("root"), strings.Map(unquoted, s.title()), s.boot.Kernel.Path, commandLine, s.boot.Initrd.Path)
}

// unquoted drops what would end or expand a string of GRUB's.
func unquoted(r rune) rune {
	if strings.ContainsRune("\"\\$", r) {
		return -1
	}
	return r
}
