package rootfs

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/amikit/amikit/disk"
)

// efiNames are an architecture's spellings in the names of EFI programs.
type efiNames struct{ short, grub, uname string }

func namesOf(arch string) efiNames {
	if arch == "arm64" {
		return efiNames{short: "aa64", grub: "arm64-efi", uname: "aarch64"}
	}
	return efiNames{short: "x64", grub: "x86_64-efi", uname: "x86_64"}
}

// SystemdBoot finds systemd-boot for the architecture, a signed one first.
func (r *Root) SystemdBoot(arch string) (File, bool) {
	name := "usr/lib/systemd/boot/efi/systemd-boot" + namesOf(arch).short + ".efi"
	return r.firstEFI(arch, []string{name + ".signed", name})
}

// Shim finds shim for the architecture, in the order in which auroraboot looks
// for it, and then where Fedora keeps it now.
func (r *Root) Shim(arch string) (File, bool) {
	n := namesOf(arch)
	file := "shim" + n.short + ".efi"
	return r.firstEFI(arch, append([]string{
		"usr/share/efi/" + n.uname + "/shim.efi",
		"usr/lib/shim/" + file + ".dualsigned",
		"usr/lib/shim/" + file + ".signed.latest",
		"usr/lib/shim/" + file + ".signed",
		"boot/efi/EFI/fedora/shim.efi", "boot/efi/EFI/rocky/shim.efi", "boot/efi/EFI/redhat/shim.efi",
		"boot/efi/EFI/redhat/" + file,
		"boot/efi/EFI/almalinux/shim.efi",
	}, r.vendorFiles(file)...))
}

// GRUB finds GRUB's EFI program for the architecture, in the order in which
// auroraboot looks for it, and then where other distributions keep it.
func (r *Root) GRUB(arch string) (File, bool) {
	n := namesOf(arch)
	file := "grub" + n.short + ".efi"
	return r.firstEFI(arch, append([]string{
		"usr/share/efi/" + n.uname + "/grub.efi",
		"usr/lib/grub/" + n.grub + "-signed/" + file + ".signed",
		"boot/efi/EFI/fedora/" + file, "boot/efi/EFI/rocky/" + file, "boot/efi/EFI/redhat/" + file,
		"boot/efi/EFI/almalinux/" + file,
		"usr/lib/grub/" + n.grub + "/" + file,
		"usr/lib/grub/" + n.grub + "/monolithic/" + file,
	}, r.vendorFiles(file)...))
}

// vendorFiles are where packages of other vendors leave an EFI program: on the
// mount point of the EFI system partition, in the folder that bootupd and Fedora's
// newer packages fill it from, or in bootupd's own. The newest version is first.
func (r *Root) vendorFiles(file string) []string {
	var names []string
	for _, dir := range []string{"boot/efi/EFI", "efi/EFI", "usr/lib/efi", "usr/lib/bootupd/updates/EFI"} {
		names = append(names, r.find(dir, file)...)
	}
	return names
}

// find returns the files of that name below dir, in the order of their versions,
// the highest first.
func (r *Root) find(dir, file string) []string {
	host, err := r.Resolve(dir)
	if err != nil {
		return nil
	}
	var names []string
	_ = filepath.WalkDir(host, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Name() == file {
			relative, _ := filepath.Rel(host, name)
			names = append(names, path.Join(dir, relative))
		}
		return nil // a folder that cannot be read has no loader for us
	})
	slices.SortFunc(names, func(a, b string) int { return compareVersions(b, a) })
	return names
}

// firstEFI returns the first file that is an EFI program for the architecture.
func (r *Root) firstEFI(arch string, names []string) (File, bool) {
	for _, name := range names {
		file, err := r.File(name)
		if err != nil {
			continue
		}
		head, err := file.Head(4096)
		if err != nil {
			continue
		}
		if found, err := disk.PEArchitecture(head); err == nil && found == arch {
			return file, true
		}
	}
	return File{}, false
}

// InstalledName returns an EFI program's name on the EFI system partition: its
// own without the suffixes of signed files.
func (f File) InstalledName() string {
	name := path.Base(f.Path)
	for _, suffix := range []string{".latest", ".signed", ".dualsigned"} {
		name = strings.TrimSuffix(name, suffix)
	}
	return name
}
