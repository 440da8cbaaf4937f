package vmdk

import (
	"github.com/minio/crc64nvme"

	"github.com/amikit/amikit/disk"
)

// content is the checksum of a disk of size bytes, up to at.
type content struct {
	size, at int64
	crc      disk.CRC64NVME
}

// add goes on with grains that lie behind those before them; what is left out is zeroes.
func (c *content) add(batch []grain) {
	for i := range batch {
		g := &batch[i]
		if g.zero {
			continue
		}
		offset := g.index * grainSize
		data := g.raw[:min(grainSize, c.size-offset)]
		c.crc = c.crc.AppendZeroes(offset-c.at).Append(disk.CRC64NVME(crc64nvme.Checksum(data)), int64(len(data)))
		c.at = offset + int64(len(data))
	}
}

func (c *content) whole() disk.CRC64NVME { return c.crc.AppendZeroes(c.size - c.at) }
