package testroot

import (
	"bytes"
	"debug/pe"
	"encoding/binary"
)

// UKI returns a unified kernel image for the architecture with the sections that
// readers look at (UAPI group, unified kernel image specification). It has no code.
func UKI(arch, commandLine string, initrd []byte) []byte {
	sections := []struct {
		name string
		data []byte
	}{
		{".linux", Kernel(arch)}, {".initrd", initrd}, {".cmdline", []byte(commandLine)}, {".uname", []byte(KernelVersion)},
	}
	const align, headers = 0x200, 0x400
	var head, body bytes.Buffer
	for _, s := range sections {
		h := pe.SectionHeader32{
			VirtualSize: uint32(len(s.data)), VirtualAddress: uint32(0x10000 + body.Len()),
			SizeOfRawData: uint32((len(s.data) + align - 1) / align * align), PointerToRawData: uint32(headers + body.Len()),
		}
		copy(h.Name[:], s.name)
		must(binary.Write(&head, binary.LittleEndian, h))
		body.Write(s.data)
		body.Write(make([]byte, int(h.SizeOfRawData)-len(s.data)))
	}
	image := EFI(arch)[:headers]
	binary.LittleEndian.PutUint16(image[peOffset+6:], uint16(len(sections)))
	copy(image[peOffset+4+20+240:], head.Bytes())
	return append(image, body.Bytes()...)
}
