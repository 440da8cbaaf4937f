package testroot

import (
	"bytes"
	"debug/pe"
	"encoding/binary"
)

// peOffset is where the PE header stands in the images made here.
const peOffset = 0x40

// EFI returns a PE32+ image for the architecture: headers that debug/pe and a
// firmware's loader read, one section, and no code.
func EFI(arch string) []byte {
	image := make([]byte, 0x400)
	copy(image, "MZ")
	binary.LittleEndian.PutUint32(image[0x3c:], peOffset)
	copy(image[peOffset:], headers(arch))
	copy(image[0x200:], "amikit test loader for "+arch)
	return image
}

func headers(arch string) []byte {
	machine := uint16(pe.IMAGE_FILE_MACHINE_AMD64)
	if arch == "arm64" {
		machine = pe.IMAGE_FILE_MACHINE_ARM64
	}
	var b bytes.Buffer
	b.WriteString("PE\x00\x00")
	coff := pe.FileHeader{
		Machine: machine, NumberOfSections: 1, SizeOfOptionalHeader: 240,
		Characteristics: pe.IMAGE_FILE_EXECUTABLE_IMAGE | pe.IMAGE_FILE_LARGE_ADDRESS_AWARE,
	}
	section := pe.SectionHeader32{
		VirtualSize: 0x200, VirtualAddress: 0x1000, SizeOfRawData: 0x200, PointerToRawData: 0x200,
		Characteristics: pe.IMAGE_SCN_CNT_CODE | pe.IMAGE_SCN_MEM_EXECUTE | pe.IMAGE_SCN_MEM_READ,
	}
	copy(section.Name[:], ".text")
	for _, part := range []any{coff, optionalHeader(), section} {
		must(binary.Write(&b, binary.LittleEndian, part))
	}
	return b.Bytes()
}

func optionalHeader() pe.OptionalHeader64 {
	return pe.OptionalHeader64{
		Magic: 0x20b, SizeOfCode: 0x200, AddressOfEntryPoint: 0x1000, BaseOfCode: 0x1000,
		SectionAlignment: 0x1000, FileAlignment: 0x200, SizeOfImage: 0x2000, SizeOfHeaders: 0x200,
		Subsystem: pe.IMAGE_SUBSYSTEM_EFI_APPLICATION, NumberOfRvaAndSizes: 16,
	}
}

// must panics where writing into memory fails, which cannot be.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
