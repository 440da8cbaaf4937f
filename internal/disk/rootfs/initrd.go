package rootfs

import "bytes"

// Initrd finds the initrd of the kernel and checks its first bytes.
func (r *Root) Initrd(k *Kernel) (File, error) {
	names := initrdNames(k.Version)
	file, ok := r.First(names...)
	if !ok {
		return File{}, &MissingError{
			Part:   "initrd",
			Looked: []string{"/" + names[0], "/boot/initrd", "/boot/initramfs.img"},
			Hint:   "make one in the image, such as by installing initramfs-tools or dracut before the kernel",
		}
	}
	head, err := file.Head(16)
	if err != nil {
		return File{}, err
	}
	if !isInitrd(head) {
		return File{}, &FormatError{Path: file.Path, Want: "initrd"}
	}
	return file, nil
}

// initrdNames are the names that distributions use, those with a version first.
func initrdNames(version string) []string {
	plain := []string{"boot/initrd", "boot/initrd.img", "initrd.img", "boot/initramfs.img", "boot/initramfs"}
	if version == "" {
		return plain
	}
	return append([]string{
		"boot/initrd.img-" + version,
		"boot/initramfs-" + version + ".img",
		"boot/initramfs-" + version,
		"boot/initrd-" + version,
		"usr/lib/modules/" + version + "/initramfs.img",
		"usr/lib/modules/" + version + "/initrd",
		"lib/modules/" + version + "/initramfs.img",
	}, plain...)
}

// isInitrd knows cpio archives and every compression that a kernel unpacks.
func isInitrd(head []byte) bool {
	for _, magic := range []string{
		"070701", "070702", "\x1f\x8b", "\x28\xb5\x2f\xfd", "\xfd7zXZ\x00", "\x02\x21\x4c\x18", "BZh", "\x5d\x00\x00", "\x89LZO",
	} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return true
		}
	}
	return false
}
