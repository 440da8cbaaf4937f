package vhd

// geometry is a disk's shape as BIOSes of old had it.
type geometry struct {
	Cylinders uint16
	Heads     uint8
	Sectors   uint8
}

// geometryOf computes the shape as the specification's appendix does.
func geometryOf(size int64) geometry {
	total := min(size/sectorSize, 65535*16*255)
	if total >= 65535*16*63 {
		return geometry{uint16(total / (16 * 255)), 16, 255}
	}
	sectors, cylinders := int64(17), total/17
	heads := max((cylinders+1023)/1024, 4)
	for _, larger := range []int64{31, 63} {
		if cylinders < heads*1024 && heads <= 16 {
			break
		}
		sectors, heads, cylinders = larger, 16, total/larger
	}
	return geometry{uint16(cylinders / heads), uint8(heads), uint8(sectors)}
}
