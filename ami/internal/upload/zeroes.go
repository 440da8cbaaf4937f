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
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/ami/awserr"
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
func (u *Uploader) prepareZeroes(ctx context.Context, data []disk.Extent, size int64) (*zeroObject, error) {
	holes := holesOf(data, size)
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

func holesOf(data []disk.Extent, size int64) int64 {
	for _, e := range data {
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
	return u.joinZeroes(ctx, u.zeroObject(zeroSize(size)))
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
	if z.size == sentZeroes {
		return encode(sumZeroes(z.size)[z.size]), nil
	}
	l, err := u.cutZeroes(z)
	if err != nil {
		return "", err
	}
	return u.compose(ctx, nothing(z.size), l.parts)
}

// cutZeroes cuts an object of zeroes into copies of the one that is sent.
func (u *Uploader) cutZeroes(z *zeroObject) (layout, error) {
	return u.cut(nil, z.size, u.zeroObject(sentZeroes))
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

// joinZeroes makes a large object of zeroes from a small one, by an upload of its
// own that copies every part.
func (u *Uploader) joinZeroes(ctx context.Context, to *zeroObject) (*zeroObject, error) {
	if there, err := u.hasZeroes(ctx, to); there || err != nil {
		return to, err
	}
	inner := &Uploader{
		Client: u.Client, Bucket: u.Bucket, Key: to.key, Content: digest.FromString(to.key).String(),
		CRC64NVME: zeroSum(to.size), PartSize: u.PartSize, Concurrency: u.Concurrency, RetryDelay: u.RetryDelay, Encryption: u.Encryption,
		sums: u.sums, copyOnly: true,
	}
	l, err := u.cutZeroes(to)
	if err != nil {
		return nil, err
	}
	session, err := inner.open(ctx)
	if err != nil {
		return nil, err
	}
	_, err = inner.upload(ctx, session, nothing(to.size), l)
	switch {
	case errors.Is(err, ErrGone): // another run made it at the same time
		return to, nil
	case err != nil && refused(err):
		return nil, errors.Join(err, inner.drop(ctx))
	}
	return to, err
}

// drop ends an upload that cannot be completed.
func (u *Uploader) drop(ctx context.Context) error {
	s, err := u.find(ctx)
	if s == nil || err != nil {
		return err
	}
	if err := u.abort(ctx, s.id); err != nil {
		return err
	}
	return u.Forget(ctx)
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
