package upload

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/minio/crc64nvme"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
)

// content is what an object has to hold.
type content struct {
	size int64
	crc  disk.CRC64NVME
	// sha256 is what an endpoint shows that keeps it; empty where it is not known.
	sha256 string
}

// Holds reports whether an object of this key, which shows no CRC64NVME of the whole,
// holds the source: by its composite SHA-256, where the source, cut as the object
// says that it was, has that too, and else by reading the object back.
func (u *Uploader) Holds(ctx context.Context, src Source, head *s3.HeadObjectOutput) (bool, error) {
	want := content{size: src.Size(), crc: u.CRC64NVME}
	if strings.Contains(aws.ToString(head.ChecksumSHA256), "-") {
		var err error
		if want.sha256, err = u.composite(ctx, src, head.Metadata); err != nil {
			return false, err
		}
	}
	return u.holds(ctx, u.Key, head, want)
}

// composite is the SHA-256 of an object of the source that was cut as the labels say.
func (u *Uploader) composite(ctx context.Context, src Source, labels map[string]string) (string, error) {
	partSize, err := strconv.ParseInt(labels[PartSizeLabel], 10, 64)
	if err != nil || partSize <= 0 {
		return "", nil //nolint:nilerr // it does not say how it was cut
	}
	zeroSize, err := strconv.ParseInt(labels[ZeroSizeLabel], 10, 64)
	if err != nil {
		zeroSize = 0 // all of it was sent
	}
	cut := &Uploader{Key: u.Key, Bucket: u.Bucket, Data: u.Data, PartSize: partSize, sums: sha256Sums}
	data, err := cut.data(ctx, src)
	if err != nil {
		return "", err
	}
	l, err := cut.cut(data, src.Size(), &zeroObject{size: max(zeroSize, 0)})
	if err != nil {
		return "", err
	}
	return cut.compose(ctx, src, l.parts)
}

func (u *Uploader) compose(ctx context.Context, src Source, parts []part.Part) (string, error) {
	zeroes, sums := u.sumZeroes(parts), make([]sha256Sum, len(parts))
	for i, p := range parts {
		var err error
		if sums[i], err = sha256Of(src, p, zeroes); err != nil || ctx.Err() != nil {
			return "", orCause(ctx, err)
		}
	}
	return compose(sums), nil
}

// holds believes the checksum that the endpoint shows of the whole. Where it shows
// none, or one of parts that may have been cut in another way, the object is read.
func (u *Uploader) holds(ctx context.Context, key string, head *s3.HeadObjectOutput, want content) (bool, error) {
	crc := aws.ToString(head.ChecksumCRC64NVME)
	switch {
	case aws.ToInt64(head.ContentLength) != want.size:
		return false, nil
	case crc != "" && head.ChecksumType != types.ChecksumTypeComposite:
		return crc == want.crc.String(), nil
	case want.sha256 != "" && aws.ToString(head.ChecksumSHA256) == want.sha256:
		return true, nil
	}
	got, err := u.readBack(ctx, key, want.size)
	return got == want.crc, err
}

// reads is how often reading an object goes on where it broke off.
const reads = 5

// readBack reads an object of that many bytes and returns its CRC64NVME.
func (u *Uploader) readBack(ctx context.Context, key string, size int64) (disk.CRC64NVME, error) {
	hash, at := crc64nvme.New(), int64(0)
	for left := reads; ; left-- {
		n, err := u.readFrom(ctx, key, at, hash)
		at += n
		if err == nil && at < size {
			err = io.ErrUnexpectedEOF
		}
		if err == nil {
			return disk.CRC64NVME(hash.Sum64()), nil
		}
		if left == 0 || ctx.Err() != nil || refused(err) {
			return 0, fmt.Errorf("read s3://%s/%s back: %w", u.Bucket, key, err)
		}
	}
}

func (u *Uploader) readFrom(ctx context.Context, key string, at int64, to io.Writer) (int64, error) {
	out, err := u.Client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(u.Bucket), Key: aws.String(key), Range: aws.String(fmt.Sprintf("bytes=%d-", at))})
	if err != nil {
		return 0, awserr.Explain(err)
	}
	n, err := io.CopyBuffer(struct{ io.Writer }{to}, struct{ io.Reader }{out.Body}, make([]byte, chunk))
	return n, errors.Join(err, out.Body.Close())
}

func (u *Uploader) head(ctx context.Context, key string) (*s3.HeadObjectOutput, error) {
	out, err := u.Client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(u.Bucket), Key: aws.String(key), ChecksumMode: types.ChecksumModeEnabled})
	if err != nil {
		return nil, fmt.Errorf("look at s3://%s/%s: %w", u.Bucket, key, awserr.Explain(err))
	}
	return out, nil
}
