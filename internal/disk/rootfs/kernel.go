package rootfs

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"path"
	"slices"
	"strings"

	"github.com/amikit/amikit/disk"
)

// Kernel is a kernel image that a boot loader can start.
type Kernel struct {
	File
	// Version is the kernel's version as its name or folder has it; it may be empty.
	Version string
	// Release is the version that an x86 kernel's header has, which is the name of
	// its modules' folder; elsewhere it is Version.
	Release string
	// Architecture is that of its header: "amd64" or "arm64".
	Architecture string
	// Compressed is true of a kernel that GRUB unpacks and no firmware can start,
	// such as Ubuntu's for arm64.
	Compressed bool
}

// Kernel finds the kernel that the system starts by default, and checks its header.
func (r *Root) Kernel() (*Kernel, error) {
	file, ok := r.findKernel()
	if !ok {
		return nil, &MissingError{
			Part:   "kernel",
			Looked: []string{"/boot/vmlinuz", "/boot/vmlinuz-*", "/vmlinuz", "/boot/Image*", "/usr/lib/modules/*/vmlinuz"},
			Hint:   "install one in the image, such as Debian's package linux-image-cloud-amd64",
		}
	}
	head, compressed, err := file.unpackedHead(kernelHead)
	if err != nil {
		return nil, err
	}
	arch := kernelArchitecture(head)
	if arch == "" {
		return nil, &FormatError{Path: file.Path, Want: "kernel for amd64 or arm64"}
	}
	version := kernelVersion(file.Path)
	return &Kernel{File: file, Version: version, Release: cmp.Or(headerRelease(head), version), Architecture: arch, Compressed: compressed}, nil
}

func (r *Root) findKernel() (File, bool) {
	if file, ok := r.First("boot/vmlinuz", "vmlinuz"); ok {
		return file, true
	}
	files := r.kernels()
	if len(files) == 0 {
		return File{}, false
	}
	return files[0], true
}

// kernels returns every kernel, the newest first, and of one version that in
// /boot first.
func (r *Root) kernels() []File {
	files := append(r.Glob("boot", "vmlinuz-*"), r.Glob("boot", "Image*")...)
	for _, modules := range r.moduleDirs() {
		files = append(files, r.existing(modules, []string{"vmlinuz"})...)
	}
	files = slices.DeleteFunc(files, isSpare)
	slices.SortStableFunc(files, func(a, b File) int { return compareVersions(kernelVersion(b.Path), kernelVersion(a.Path)) })
	return files
}

// isSpare knows Fedora's rescue kernel, which is a copy of another, and the copies
// that an update leaves.
func isSpare(f File) bool {
	name := path.Base(f.Path)
	return strings.Contains(name, "-rescue-") || slices.Contains([]string{".old", ".bak", ".dpkg-bak", ".rpmsave"}, path.Ext(name))
}

// kernelArchitecture knows the boot protocols of x86 and arm64 kernels (the
// kernel's Documentation/arch/x86/boot.rst and arch/arm64/booting.rst).
func kernelArchitecture(head []byte) string {
	if arch, err := disk.PEArchitecture(head); err == nil {
		return arch
	}
	switch {
	case len(head) >= 0x206 && bytes.Equal(head[0x202:0x206], []byte("HdrS")):
		return "amd64"
	case len(head) >= 60 && bytes.Equal(head[56:60], []byte("ARM\x64")):
		return "arm64"
	}
	return ""
}

// kernelHead covers every place that a header's 16-bit offset can name.
const kernelHead = 0x200 + 1<<16

// headerRelease returns the first word of kernel_version in an x86 kernel's
// header; it is empty in other kernels.
func headerRelease(head []byte) string {
	if len(head) < 0x210 || !bytes.Equal(head[0x202:0x206], []byte("HdrS")) {
		return ""
	}
	at := 0x200 + int(binary.LittleEndian.Uint16(head[0x20e:]))
	if at == 0x200 || at >= len(head) {
		return ""
	}
	text, _, _ := bytes.Cut(head[at:min(at+256, len(head))], []byte{0})
	release, _, _ := strings.Cut(string(text), " ")
	return release
}

// kernelVersion takes the version out of boot/vmlinuz-VERSION or
// usr/lib/modules/VERSION/vmlinuz.
func kernelVersion(name string) string {
	if dir := path.Dir(name); strings.HasSuffix(path.Dir(dir), "modules") {
		return path.Base(dir)
	}
	_, version, _ := strings.Cut(path.Base(name), "-")
	return version
}
