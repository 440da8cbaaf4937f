package s3

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"golang.org/x/sys/unix"
)

// punchUnit is how much must be zero to become a hole.
const punchUnit = 1 << 20

// UploadPart gives zeroes no room either when a client sends them.
func (b *regional) UploadPart(ctx context.Context, in *s3.UploadPartInput) (*s3.UploadPartOutput, error) {
	return b.UploadPartWithPostFunc(ctx, in, punch)
}

// punch makes holes of the zeroes in a file. Where the file system has no
// holes it leaves them.
func punch(f *os.File) error {
	buffer, zeroes := make([]byte, punchUnit), make([]byte, punchUnit)
	for offset := int64(0); ; offset += punchUnit {
		n, err := f.ReadAt(buffer, offset)
		if n > 0 && bytes.Equal(buffer[:n], zeroes[:n]) {
			if punchErr := punchHole(f, offset, int64(n)); punchErr != nil {
				return punchErr
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func punchHole(f *os.File, offset, length int64) error {
	err := unix.Fallocate(int(f.Fd()), unix.FALLOC_FL_PUNCH_HOLE|unix.FALLOC_FL_KEEP_SIZE, offset, length)
	if errors.Is(err, unix.EOPNOTSUPP) {
		return nil
	}
	return err
}
