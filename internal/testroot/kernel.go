package testroot

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
)

// Kernel returns the start of a kernel image: for amd64 a bzImage of boot
// protocol 2.15 with an EFI stub, for arm64 an Image, both with the magic
// numbers that file(1), GRUB and systemd-boot look for. See the kernel's
// Documentation/arch/x86/boot.rst and Documentation/arch/arm64/booting.rst.
func Kernel(arch string) []byte {
	image := append(EFI(arch), make([]byte, 0x400)...)
	if arch == "arm64" {
		copy(image[0x38:], "ARM\x64")
		return image
	}
	image[0x1f1] = 1 // setup_sects
	binary.LittleEndian.PutUint16(image[0x1fe:], 0xaa55)
	copy(image[0x202:], "HdrS")
	binary.LittleEndian.PutUint16(image[0x206:], 0x020f)
	binary.LittleEndian.PutUint16(image[0x20e:], 0x100) // kernel_version - 0x200
	image[0x211] = 1                                    // loaded high
	copy(image[0x300:], KernelVersion+" (amikit test)\x00")
	return image
}

// Initrd returns a gzip-compressed cpio archive in the newc format with a
// program /init and the end record.
func Initrd() []byte { return InitrdOf("init") }

// InitrdOf returns the same with the named files.
func InitrdOf(names ...string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(CPIO(names...))
	must(err)
	must(z.Close())
	return b.Bytes()
}

// CPIO returns an archive in the newc format of files by these names.
func CPIO(names ...string) []byte {
	var b bytes.Buffer
	for _, name := range names {
		b.Write(cpio(name, 0o100755, "#!/bin/sh\n"))
	}
	b.Write(cpio("TRAILER!!!", 0, ""))
	return b.Bytes()
}

func cpio(name string, mode uint32, data string) []byte {
	var b bytes.Buffer
	b.WriteString("070701")
	fields := []uint32{0, mode, 0, 0, 1, 0, uint32(len(data)), 0, 0, 0, 0, uint32(len(name) + 1), 0}
	for _, field := range fields {
		fmt.Fprintf(&b, "%08x", field)
	}
	b.WriteString(name + "\x00")
	pad(&b)
	b.WriteString(data)
	pad(&b)
	return b.Bytes()
}

// pad fills up to a multiple of four, as newc wants it after names and data.
func pad(b *bytes.Buffer) {
	for b.Len()%4 != 0 {
		b.WriteByte(0)
	}
}
