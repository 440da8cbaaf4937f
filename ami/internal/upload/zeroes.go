package upload

import (
	"context"
	"fmt"
	"io"
	"math/bits"
	"path"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/disk"
)

// Sizes of objects of zeroes, in bytes.
const (
	sentZeroes  = 10 << 20  // sent once: two of the shortest parts, so that every run of zeroes can be split
	smallZeroes = 64 << 20  // copied together from that one, as larger ones are from this
	largeZeroes = 4 << 30   // below the longest part
	fewCopies   = 128       // make up a disk, where the object need not be too large for that
	worthwhile  = 32 << 20  // holes below this are sent
	fewHoles    = 256 << 20 // holes below this are copied from the object that was sent
)

// ZeroesPrefix begins the names of objects of zeroes; they stay beside the object
// for later uploads.
const ZeroesPrefix = "amikit-zeroes-"

// zeroObject is an object that holds nothing but zeroes.
type zeroObject struct {
	key   string
	size  int64
	there bool // it was seen; otherwise it may have to be made
}

func holesOf(data []disk.Extent, size int64) int64 {
	for _, e := range data {
		size -= e.Length
	}
	return size
}

// makeZeroes makes the object, and first what it is copied together from.
func (u *Uploader) makeZeroes(ctx context.Context, z *zeroObject) error {
	from := u.before(z)
	if from == nil {
		return u.putZeroes(ctx, z)
	}
	there, err := u.foundZeroes(ctx, from)
	if err == nil && !there {
		err = u.makeZeroes(ctx, from)
	}
	if err != nil {
		return err
	}
	return u.joinZeroes(ctx, z)
}

// before is the object that z is copied together from; nil for the one that is sent.
func (u *Uploader) before(z *zeroObject) *zeroObject {
	switch {
	case z.size == sentZeroes:
		return nil
	case z.size <= smallZeroes:
		return u.zeroObject(sentZeroes)
	}
	return u.zeroObject(smallZeroes)
}

// zeroSize makes the copies few: each is a request, and takes time and money.
func zeroSize(holes, size int64) int64 {
	if holes < fewHoles {
		return sentZeroes
	}
	wanted := uint64(size) / fewCopies
	return min(max(smallZeroes, int64(1)<<bits.Len64(wanted)), largeZeroes)
}

func (u *Uploader) zeroObject(size int64) *zeroObject {
	return &zeroObject{key: path.Join(path.Dir(u.Key), zeroName(size)), size: size}
}

func zeroName(size int64) string { return fmt.Sprintf("%s%dMiB", ZeroesPrefix, size>>20) }

// foundZeroes is [Uploader.hasZeroes], and ends what a killed run left beside them.
func (u *Uploader) foundZeroes(ctx context.Context, z *zeroObject) (bool, error) {
	there, err := u.hasZeroes(ctx, z)
	if there {
		u.settleZeroes(ctx, z)
	}
	return there, err
}

// hasZeroes believes checksums only.
func (u *Uploader) hasZeroes(ctx context.Context, z *zeroObject) (bool, error) {
	head, err := u.head(ctx, z.key)
	if awserr.Is(err, "NotFound", "NoSuchKey") {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	want := content{size: z.size, crc: zeroSum(z.size)}
	if u.sums == sha256Sums {
		if want.sha256, err = u.sha256OfZeroes(ctx, z); err != nil {
			return false, err
		}
	}
	return u.holds(ctx, z.key, head, want)
}

// sha256OfZeroes is what an endpoint shows of the object that was sent, or joined.
func (u *Uploader) sha256OfZeroes(ctx context.Context, z *zeroObject) (string, error) {
	if u.before(z) == nil {
		return encode(sumZeroes(z.size)[z.size]), nil
	}
	l, err := u.cutZeroes(z)
	if err != nil {
		return "", err
	}
	return u.compose(ctx, nothing(z.size), l.parts)
}

func (u *Uploader) putZeroes(ctx context.Context, z *zeroObject) error {
	_, err := u.put(ctx, &s3.PutObjectInput{
		Key:           aws.String(z.key),
		ContentLength: aws.Int64(z.size),
		Body:          io.NewSectionReader(nothing(z.size), 0, z.size),
	}, zeroSum(z.size), sumZeroes(z.size)[z.size])
	if err != nil {
		return fmt.Errorf("put s3://%s/%s: %w", u.Bucket, z.key, err)
	}
	return nil
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
