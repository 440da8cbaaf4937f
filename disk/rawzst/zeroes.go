package rawzst

import (
	"io"

	"github.com/klauspost/compress/zstd"
)

// zeroesSize is how much a frame of zeroes stands for; a decoder holds as much in
// memory.
const zeroesSize = 8 << 20

// zeroes writes runs of zeroes of any length.
type zeroes struct {
	encoder *zstd.Encoder
	run     []byte
	frame   []byte // of the whole run; made by the first hole of that length
}

func newZeroes() *zeroes {
	// Only a broken option is an error.
	encoder, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	return &zeroes{encoder: encoder}
}

func (z *zeroes) write(out io.Writer, n int64) error {
	if z.run == nil {
		z.run = make([]byte, zeroesSize)
	}
	for ; n >= zeroesSize; n -= zeroesSize {
		if z.frame == nil {
			z.frame = z.encoder.EncodeAll(z.run, nil)
		}
		if _, err := out.Write(z.frame); err != nil {
			return err
		}
	}
	if n == 0 {
		return nil
	}
	_, err := out.Write(z.encoder.EncodeAll(z.run[:n], nil))
	return err
}
