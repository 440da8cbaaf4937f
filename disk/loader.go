package disk

import (
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// Types of the partitions that a firmware starts from, in upper case.
const (
	// TypeESP is the EFI system partition.
	TypeESP = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"
	// TypeBIOSBoot is the partition for GRUB's core image.
	TypeBIOSBoot = "21686148-6449-6E6F-744E-656564454649"
)

// Loader is an EFI program on the fallback path of its architecture, where a
// firmware without boot entries of its own looks (UEFI specification, 3.5.1.1).
type Loader struct {
	// Path is the file's path on the EFI system partition.
	Path string `json:"path"`
	// Architecture is that of its PE header: "amd64" or "arm64".
	Architecture string `json:"architecture"`
	// Partition is the number of the EFI system partition.
	Partition int `json:"partition"`
}

// FallbackPath returns the path of an architecture's fallback loader on the EFI
// system partition, or "" for an architecture that EC2 does not have.
func FallbackPath(architecture string) string {
	switch architecture {
	case "amd64":
		return "EFI/BOOT/BOOTX64.EFI"
	case "arm64":
		return "EFI/BOOT/BOOTAA64.EFI"
	}
	return ""
}

// findLoaders looks into every EFI system partition.
func (l *Layout) findLoaders(r io.ReaderAt) {
	for _, p := range l.Partitions {
		if p.Type != TypeESP && p.Type != mbrType(mbrTypeESP) {
			continue
		}
		esp, err := openFAT(io.NewSectionReader(r, p.Start, p.Size))
		if err != nil {
			l.problem("partition %d is an EFI system partition without a FAT filesystem", p.Number)
			continue
		}
		for _, architecture := range []string{"amd64", "arm64"} {
			l.findLoader(esp, p.Number, architecture)
		}
	}
	l.Architecture = l.soleArchitecture()
}

func (l *Layout) findLoader(esp *fat, partition int, architecture string) {
	path := FallbackPath(architecture)
	head, err := esp.readFile(path, peHeadLength)
	if err != nil {
		return
	}
	found, err := PEArchitecture(head)
	if err != nil || found != architecture {
		l.problem("%s on partition %d is no EFI program for %s", path, partition, architecture)
		return
	}
	l.Loaders = append(l.Loaders, Loader{Path: path, Architecture: architecture, Partition: partition})
}

func (l *Layout) soleArchitecture() string {
	sole := ""
	for _, loader := range l.Loaders {
		if sole != "" && sole != loader.Architecture {
			return ""
		}
		sole = loader.Architecture
	}
	return sole
}

// peHeadLength is enough of an EFI program to find its machine.
const peHeadLength = 4096

// PEArchitecture returns the architecture of an EFI program or an EFI-stub
// kernel, "amd64" or "arm64", from its first bytes (Microsoft's PE format, COFF
// file header).
func PEArchitecture(head []byte) (string, error) {
	if len(head) < 64 || !strings.HasPrefix(string(head), "MZ") {
		return "", fmt.Errorf("no PE header")
	}
	at := int64(binary.LittleEndian.Uint32(head[60:]))
	if at+6 > int64(len(head)) || string(head[at:at+4]) != "PE\x00\x00" {
		return "", fmt.Errorf("no PE header")
	}
	switch machine := binary.LittleEndian.Uint16(head[at+4:]); machine {
	case 0x8664:
		return "amd64", nil
	case 0xaa64:
		return "arm64", nil
	default:
		return "", fmt.Errorf("PE machine %#x is neither amd64 nor arm64", machine)
	}
}
