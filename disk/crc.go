package disk

import (
	"encoding/base64"
	"encoding/binary"

	"github.com/minio/crc64nvme"
)

// CRC64NVME is the checksum that S3 calls CRC64NVME, of a whole disk.
type CRC64NVME uint64

// String returns the checksum as S3 writes it: base64 of its eight bytes, big-endian.
func (c CRC64NVME) String() string {
	return base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint64(nil, uint64(c)))
}

// MarshalText returns the form of [CRC64NVME.String].
func (c CRC64NVME) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText parses the form of [CRC64NVME.String].
func (c *CRC64NVME) UnmarshalText(text []byte) error {
	sum, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil {
		return err
	}
	if len(sum) != crc64nvme.Size {
		return base64.CorruptInputError(len(text))
	}
	*c = CRC64NVME(binary.BigEndian.Uint64(sum))
	return nil
}

// Append returns the checksum of c's bytes followed by n bytes of checksum next,
// without reading any of them.
func (c CRC64NVME) Append(next CRC64NVME, n int64) CRC64NVME {
	return CRC64NVME(mulMod(shiftBy(n), uint64(c))) ^ next
}

// AppendZeroes returns the checksum of c's bytes followed by n zero bytes.
func (c CRC64NVME) AppendZeroes(n int64) CRC64NVME {
	// The register runs inverted, so that zeroes at the front count.
	return CRC64NVME(^mulMod(shiftBy(n), ^uint64(c)))
}

// In this field's polynomials the highest bit is the coefficient of x^0, as in
// every reflected CRC.
const (
	polyOne = 1 << 63
	polyX   = 1 << 62
)

// mulMod multiplies two polynomials modulo that of CRC64NVME.
func mulMod(a, b uint64) uint64 {
	var product uint64
	for bit := uint64(polyOne); bit != 0 && a&(bit|(bit-1)) != 0; bit >>= 1 {
		if a&bit != 0 {
			product ^= b
		}
		b = timesX(b)
	}
	return product
}

func timesX(a uint64) uint64 {
	if a&1 != 0 {
		return a>>1 ^ crc64nvme.NVME
	}
	return a >> 1
}

// shiftBy returns x^(8n), by which a register is multiplied when n bytes follow.
func shiftBy(n int64) uint64 {
	result, square := uint64(polyOne), uint64(polyX)
	for exponent := uint64(n) * 8; exponent != 0; exponent >>= 1 {
		if exponent&1 != 0 {
			result = mulMod(square, result)
		}
		square = mulMod(square, square)
	}
	return result
}
