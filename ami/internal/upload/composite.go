package upload

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"hash"
	"io"
	"maps"
	"net/http"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/part"
	"github.com/amikit/amikit/disk"
)

// PartSizeLabel names the object's metadata that holds the length to which its parts
// were cut, on endpoints that know no checksum of a whole object. Nothing is believed
// of it: see [Composite].
const PartSizeLabel = "amikit-part-size"

// sha256Sums says in a marker that the parts of the upload have SHA-256 sums.
const sha256Sums = "sha256"

// noSum reports whether an endpoint may have refused the call because it knows no
// CRC64NVME. One that refused it for something else does so again.
func noSum(err error) bool {
	status := awserr.Status(err)
	return (status == http.StatusBadRequest || status == http.StatusNotImplemented) &&
		awserr.Is(err, "InvalidArgument", "InvalidRequest", "InvalidChecksum", "NotImplemented")
}

// compose joins the sums of parts as S3 does (Amazon S3 User Guide, "Checking object
// integrity", composite checksums).
type compose struct {
	hash.Hash
	count int
}

func newCompose() *compose { return &compose{Hash: sha256.New()} }

func (c *compose) add(sum [sha256.Size]byte) {
	_, _ = c.Write(sum[:]) // a hash takes everything
	c.count++
}

func (c *compose) String() string {
	return base64.StdEncoding.EncodeToString(c.Sum(nil)) + "-" + strconv.Itoa(c.count)
}

// Composite is the composite SHA-256 that an object of the source has where its parts
// were cut to partSize, holes included. It reads all of the source.
func Composite(ctx context.Context, src Source, partSize int64) (string, error) {
	if partSize <= 0 {
		return "", fmt.Errorf("parts of %d bytes", partSize)
	}
	parts, err := part.Cut(nil, src.Size(), part.Sizes{Data: partSize}, part.S3())
	if err != nil {
		return "", err
	}
	whole := newCompose()
	for _, p := range parts {
		sum, err := sha256Of(src, p)
		if err != nil || ctx.Err() != nil {
			return "", orCause(ctx, err)
		}
		whole.add(sum)
	}
	return whole.String(), nil
}

func sha256Of(src io.ReaderAt, p part.Part) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	n, err := io.CopyBuffer(struct{ io.Writer }{h}, struct{ io.Reader }{io.NewSectionReader(src, p.Offset, p.Length)}, make([]byte, chunk))
	if err == nil && n < p.Length {
		err = disk.ErrChanged // it is shorter now
	}
	if err != nil {
		return sum, fmt.Errorf("read %d bytes at %d of the disk: %w", p.Length, p.Offset, err)
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// createComposite starts an upload whose parts have SHA-256 sums.
func (u *Uploader) createComposite(in *s3.CreateMultipartUploadInput) *s3.CreateMultipartUploadInput {
	if !u.composite {
		return in
	}
	in.ChecksumAlgorithm, in.ChecksumType = types.ChecksumAlgorithmSha256, ""
	in.Metadata = maps.Clone(in.Metadata)
	if in.Metadata == nil {
		in.Metadata = map[string]string{}
	}
	in.Metadata[PartSizeLabel] = strconv.FormatInt(u.PartSize, 10)
	return in
}

// completeComposite makes the object and compares what the endpoint says of it.
func (u *Uploader) completeComposite(ctx context.Context, in *s3.CompleteMultipartUploadInput, parts []completedPart) error {
	whole := newCompose()
	for i, p := range parts {
		whole.add(p.sha256)
		in.MultipartUpload.Parts[i].ChecksumCRC64NVME, in.MultipartUpload.Parts[i].ChecksumSHA256 = nil, aws.String(encode(p.sha256))
	}
	in.ChecksumCRC64NVME, in.ChecksumType = nil, ""
	if _, err := u.Client.CompleteMultipartUpload(ctx, in); err != nil {
		return fmt.Errorf("complete the upload of %s: %w", u.uri(), awserr.Explain(err))
	}
	out, err := u.Client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(u.Bucket), Key: aws.String(u.Key), ChecksumMode: types.ChecksumModeEnabled})
	if err != nil {
		return fmt.Errorf("look at %s: %w", u.uri(), awserr.Explain(err))
	}
	if got := aws.ToString(out.ChecksumSHA256); got != whole.String() {
		return fmt.Errorf("%s was uploaded, but the endpoint says of it the SHA-256 %q instead of %s: it is not the disk, or the endpoint keeps no checksums; delete it and use another endpoint", u.uri(), got, whole)
	}
	return nil
}

func encode(sum [sha256.Size]byte) string { return base64.StdEncoding.EncodeToString(sum[:]) }
