package imports

import (
	"bytes"
	"slices"
)

const (
	sector      = 512
	vhdFooter   = "conectix"
	headerBytes = 8
)

// foreign are the first bytes of disk formats, and of packed files, that are
// no raw disk.
func foreign() [][]byte {
	return [][]byte{
		[]byte("KDMV"), []byte("# Disk DescriptorFile")[:headerBytes], []byte("vhdxfile"), []byte(vhdFooter),
		[]byte("QFI\xfb"), {0x1f, 0x8b}, {0x28, 0xb5, 0x2f, 0xfd}, {0xfd, '7', 'z', 'X', 'Z'},
	}
}

// raw is true for a disk that can be read as it lies there, and that was said
// to be that.
func raw(object Object, format string) bool {
	if object.Size == 0 || format != "RAW" && format != "" {
		return false
	}
	head := make([]byte, headerBytes)
	if _, err := object.ReadAt(head, 0); err != nil && object.Size >= headerBytes {
		return false
	}
	if slices.ContainsFunc(foreign(), func(magic []byte) bool { return bytes.HasPrefix(head, magic) }) {
		return false
	}
	tail := make([]byte, len(vhdFooter))
	if object.Size >= sector {
		if _, err := object.ReadAt(tail, object.Size-sector); err != nil {
			return false
		}
	}
	return string(tail) != vhdFooter
}
