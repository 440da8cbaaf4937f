package disk

import "io"

// bootMode follows EC2's own check: code in the first sector alone is no proof,
// a BIOS boot partition must hold its second part.
func (l *Layout) bootMode(r io.ReaderAt) BootMode {
	uefi, bios := len(l.Loaders) > 0, l.hasBIOSCode(r)
	switch {
	case uefi && bios:
		return BootUEFIPreferred
	case uefi:
		return BootUEFI
	case bios:
		if l.Architecture == "" {
			l.Architecture = "amd64" // no other architecture has a BIOS
		}
		return BootLegacyBIOS
	}
	return ""
}

func (l *Layout) hasBIOSCode(r io.ReaderAt) bool {
	if !hasBytes(r, 0, mbrCodeEnd) {
		return false
	}
	if l.Table == TableMBR {
		return true
	}
	for _, p := range l.Partitions {
		if p.Type == TypeBIOSBoot && hasBytes(r, p.Start, SectorSize) {
			return true
		}
	}
	return false
}

// hasBytes reports whether n bytes can be read at the offset and one is not zero.
func hasBytes(r io.ReaderAt, offset int64, n int) bool {
	data := make([]byte, n)
	read, _ := r.ReadAt(data, offset) // a short read counts for what it gave
	return !allZero(data[:read])
}
