package rootfs

import (
	"bytes"
	"debug/pe"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/amikit/amikit/disk"
)

// UKI is a unified kernel image: kernel, initrd and command line in one EFI
// program (UAPI group, unified kernel image specification).
type UKI struct {
	File
	// Version is that of its kernel; it may be empty.
	Version string
	// Architecture is that of its header: "amd64" or "arm64".
	Architecture string
	// CommandLine is the one inside it; it may be empty.
	CommandLine string
}

// UKI returns the newest unified kernel image that is in place where a boot
// loader or kernel-install(8) has it; nil where there is none.
func (r *Root) UKI() (*UKI, error) {
	var found []*UKI
	for _, file := range r.ukiFiles() {
		uki, err := readUKI(file)
		if err != nil {
			return nil, fmt.Errorf("read /%s of the root filesystem: %w", file.Path, err)
		}
		if uki != nil {
			found = append(found, uki)
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(found, func(a, b *UKI) int { return compareVersions(b.Version, a.Version) })
	return found[0], nil
}

func (r *Root) ukiFiles() []File {
	dirs := append([]string{"efi/EFI/Linux", "boot/efi/EFI/Linux", "boot/EFI/Linux"}, r.moduleDirs()...)
	var files []File
	for _, dir := range dirs {
		files = append(files, r.Glob(dir, "*.efi")...)
	}
	return files
}

// readUKI returns nil for what is no unified kernel image, such as an addon.
func readUKI(f File) (uki *UKI, err error) {
	file, err := os.Open(f.Host)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	image, err := pe.NewFile(file)
	if err != nil || image.Section(".linux") == nil {
		return nil, nil
	}
	head, err := f.Head(4096)
	if err != nil {
		return nil, err
	}
	uki = &UKI{File: f}
	if uki.Architecture, err = disk.PEArchitecture(head); err != nil {
		return nil, err
	}
	uki.CommandLine, uki.Version = sectionText(image, ".cmdline"), sectionText(image, ".uname")
	if uki.Version == "" && strings.HasSuffix(path.Dir(path.Dir(f.Path)), "modules") {
		uki.Version = path.Base(path.Dir(f.Path))
	}
	return uki, nil
}

// sectionText returns a section's text on one line; empty where there is none.
func sectionText(image *pe.File, name string) string {
	section := image.Section(name)
	if section == nil {
		return ""
	}
	text, err := io.ReadAll(io.LimitReader(sectionReader(section), 1<<16))
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(string(bytes.TrimRight(text, "\x00"))), " ")
}

// sectionReader leaves out the padding up to the file's alignment.
func sectionReader(s *pe.Section) io.Reader {
	return io.LimitReader(s.Open(), int64(min(s.VirtualSize, s.Size)))
}

// ReadInitrd passes the initrd inside the image to read; nothing is read where
// it has none.
func (u *UKI) ReadInitrd(read func(io.Reader) error) (err error) {
	image, err := pe.Open(u.Host)
	if err != nil {
		return fmt.Errorf("read /%s of the root filesystem: %w", u.Path, err)
	}
	defer func() { err = errors.Join(err, image.Close()) }()
	section := image.Section(".initrd")
	if section == nil {
		return nil
	}
	return read(sectionReader(section))
}
