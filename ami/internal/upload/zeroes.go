package upload

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"path"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
)

// Sizes of objects of zeroes, in bytes.
const (
	sentZeroes  = 10 << 20  // sent once: two of the shortest parts, so that every run of zeroes can be split
	smallZeroes = 64 << 20  // copied together from that one
	largeZeroes = 4 << 30   // below the longest part
	worthwhile  = 32 << 20  // holes below this are sent
	fewHoles    = 256 << 20 // holes below this are copied from the object that was sent
)

// ZeroesPrefix begins the names of objects of zeroes; they stay beside the object
// for later uploads.
const ZeroesPrefix = "amikit-zeroes-"

// zeroObject is an object that holds nothing but zeroes.
type zeroObject struct {
	key  string
	size int64
}

// prepareZeroes finds or makes the object that holes are copied from. It returns
// nil where copying is not worth it or not allowed.
func (u *Uploader) prepareZeroes(ctx context.Context, extents []disk.Extent, size int64) (*zeroObject, error) {
	holes := holesOf(extents, size)
	if holes < worthwhile {
		return nil, nil
	}
	zeroes, err := u.makeZeroes(ctx, holes, size)
	if err != nil && refused(err) {
		u.warn("zeroes are sent, because an object of zeroes was refused: %v", awserr.Explain(err))
		return nil, nil
	}
	return zeroes, err
}

func holesOf(extents []disk.Extent, size int64) int64 {
	for _, e := range extents {
		size -= e.Length
	}
	return size
}

func (u *Uploader) makeZeroes(ctx context.Context, holes, size int64) (*zeroObject, error) {
	base := u.zeroObject(sentZeroes)
	if there, err := u.hasZeroes(ctx, base); err != nil {
		return nil, err
	} else if !there {
		if err := u.putZeroes(ctx, base); err != nil {
			return nil, err
		}
	}
	if holes < fewHoles {
		return base, nil
	}
	return u.joinZeroes(ctx, base, u.zeroObject(zeroSize(size)))
}

// zeroSize keeps the copies of a disk of the given size well below S3's number of parts.
func zeroSize(size int64) int64 {
	wanted := uint64(size) / 1000
	return min(max(smallZeroes, int64(1)<<bits.Len64(wanted)), largeZeroes)
}

func (u *Uploader) zeroObject(size int64) *zeroObject {
	return &zeroObject{key: path.Join(path.Dir(u.Key), zeroName(size)), size: size}
}

func zeroName(size int64) string { return fmt.Sprintf("%s%dMiB", ZeroesPrefix, size>>20) }

// hasZeroes believes size and checksum only.
func (u *Uploader) hasZeroes(ctx context.Context, z *zeroObject) (bool, error) {
	out, err := u.Client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(u.Bucket), Key: aws.String(z.key), ChecksumMode: types.ChecksumModeEnabled})
	if awserr.Is(err, "NotFound", "NoSuchKey") {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look at s3://%s/%s: %w", u.Bucket, z.key, awserr.Explain(err))
	}
	return aws.ToInt64(out.ContentLength) == z.size && aws.ToString(out.ChecksumCRC64NVME) == zeroSum(z.size).String(), nil
}

func (u *Uploader) putZeroes(ctx context.Context, z *zeroObject) error {
	_, err := u.Client.PutObject(ctx, u.Encryption.put(&s3.PutObjectInput{
		Bucket:            aws.String(u.Bucket),
		Key:               aws.String(z.key),
		ContentLength:     aws.Int64(z.size),
		ChecksumCRC64NVME: aws.String(zeroSum(z.size).String()),
		Body:              io.NewSectionReader(nothing(z.size), 0, z.size),
	}))
	if err != nil {
		return fmt.Errorf("put s3://%s/%s: %w", u.Bucket, z.key, awserr.Explain(err))
	}
	return nil
}

// joinZeroes makes a large object of zeroes from a small one, by an upload of its
// own that copies every part.
func (u *Uploader) joinZeroes(ctx context.Context, from, to *zeroObject) (*zeroObject, error) {
	if there, err := u.hasZeroes(ctx, to); there || err != nil {
		return to, err
	}
	inner := &Uploader{
		Client: u.Client, Bucket: u.Bucket, Key: to.key, Content: digest.FromString(to.key).String(),
		CRC64NVME: zeroSum(to.size), PartSize: u.PartSize, Concurrency: u.Concurrency, RetryDelay: u.RetryDelay, Encryption: u.Encryption,
	}
	parts, err := part.Cut(nil, to.size, part.Sizes{Data: u.PartSize, Zero: from.size}, part.S3())
	if err != nil {
		return nil, err
	}
	_, err = inner.upload(ctx, nothing(to.size), parts, from)
	if errors.Is(err, ErrGone) { // another run made it at the same time
		err = nil
	}
	return to, err
}

func zeroSum(size int64) disk.CRC64NVME { return disk.CRC64NVME(0).AppendZeroes(size) }

// nothing is a source of that many zeroes without data.
type nothing int64

func (n nothing) Size() int64 { return int64(n) }

func (nothing) Extents(context.Context) ([]disk.Extent, error) { return nil, nil }

func (nothing) ReadAt(p []byte, _ int64) (int, error) {
	clear(p)
	return len(p), nil
}
