package upload

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// recording keeps the keys of objects that are put.
type recording struct {
	Client
	keys []string
}

func (r *recording) PutObject(ctx context.Context, in *s3.PutObjectInput, tune ...func(*s3.Options)) (*s3.PutObjectOutput, error) {
	r.keys = append(r.keys, aws.ToString(in.Key))
	return r.Client.PutObject(ctx, in, tune...)
}

// corrupting stores other bytes than it is sent.
type corrupting struct{ Client }

func (c corrupting) UploadPart(ctx context.Context, in *s3.UploadPartInput, tune ...func(*s3.Options)) (*s3.UploadPartOutput, error) {
	data, err := io.ReadAll(in.Body)
	if err != nil {
		return nil, err
	}
	data[len(data)/2] ^= 1
	wrong := *in
	wrong.Body = bytes.NewReader(data)
	return c.Client.UploadPart(ctx, &wrong, tune...)
}

func TestAnObjectThatIsNotWhatWasSentIsNoticedWithoutChecksums(t *testing.T) {
	s := oneExtent(1, 6*mib, 6*mib)
	u := kind{settings: map[string]any{"ignoredChecksums": []string{"CRC64NVME", "SHA256"}}}.uploader(t, s)
	u.Client = corrupting{u.Client}
	if _, err := u.Upload(t.Context(), s); !errors.Is(err, ErrCorrupt) {
		t.Fatalf("error is %v", err)
	}
}

// forgetful shows checksums of objects that are put, and of nothing else.
type forgetful struct{ Client }

func (f forgetful) CompleteMultipartUpload(ctx context.Context, in *s3.CompleteMultipartUploadInput, tune ...func(*s3.Options)) (*s3.CompleteMultipartUploadOutput, error) {
	out, err := f.Client.CompleteMultipartUpload(ctx, in, tune...)
	if err == nil {
		out.ChecksumCRC64NVME, out.ChecksumSHA256 = nil, nil
	}
	return out, err
}

func (f forgetful) HeadObject(ctx context.Context, in *s3.HeadObjectInput, tune ...func(*s3.Options)) (*s3.HeadObjectOutput, error) {
	out, err := f.Client.HeadObject(ctx, in, tune...)
	if err == nil {
		out.ChecksumCRC64NVME, out.ChecksumSHA256 = nil, nil
	}
	return out, err
}

func TestACompletionThatShowsNoChecksumIsNotBelieved(t *testing.T) {
	s := oneExtent(1, 6*mib, 6*mib)
	u := kind{}.uploader(t, s)
	reads := &reading{Client: forgetful{u.Client}}
	u.Client = reads
	if _, err := u.Upload(t.Context(), s); err != nil || reads.bytes != s.size {
		t.Fatalf("read %d bytes back, %v", reads.bytes, err)
	}
}

// reading counts what is read of the object, and breaks off now and then.
type reading struct {
	Client
	bytes  int64
	breaks int
}

func (r *reading) GetObject(ctx context.Context, in *s3.GetObjectInput, tune ...func(*s3.Options)) (*s3.GetObjectOutput, error) {
	out, err := r.Client.GetObject(ctx, in, tune...)
	if err == nil && in.Range != nil {
		limit := int64(1) << 40
		if r.breaks > 0 {
			r.breaks, limit = r.breaks-1, mib
		}
		out.Body = &counting{io.LimitReader(out.Body, limit), out.Body, &r.bytes}
	}
	return out, err
}

type counting struct {
	io.Reader
	io.Closer
	bytes *int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	*c.bytes += int64(n)
	return n, err
}

func TestReadingBackGoesOnWhereItBrokeOff(t *testing.T) {
	s := oneExtent(1, 6*mib, 6*mib)
	u := kind{settings: map[string]any{"ignoredChecksums": []string{"CRC64NVME", "SHA256"}}}.uploader(t, s)
	reads := &reading{Client: u.Client, breaks: 2}
	u.Client = reads
	if _, err := u.Upload(t.Context(), s); err != nil || reads.bytes != s.size || reads.breaks != 0 {
		t.Fatalf("read %d bytes back, %v", reads.bytes, err)
	}
}

// mute says of copies which checksum they have to nobody.
type mute struct{ Client }

func (m mute) UploadPartCopy(ctx context.Context, in *s3.UploadPartCopyInput, tune ...func(*s3.Options)) (*s3.UploadPartCopyOutput, error) {
	out, err := m.Client.UploadPartCopy(ctx, in, tune...)
	if err == nil {
		out.CopyPartResult = &types.CopyPartResult{ETag: out.CopyPartResult.ETag}
	}
	return out, err
}

func TestZeroesAreSentWhereACopySaysNoSHA256(t *testing.T) {
	s := oneExtent(1, 6*mib, 80*mib)
	u := kind{settings: map[string]any{"noCRC64NVME": true}}.uploader(t, s)
	u.Client = mute{u.Client}
	var warnings []string
	u.Warn = func(message string) { warnings = append(warnings, message) }
	stats, err := u.Upload(t.Context(), s)
	if err != nil || stats.Sent != s.size || len(warnings) != 2 {
		t.Fatalf("sent %d bytes, warnings %q, %v", stats.Sent, warnings, err)
	}
}

func TestNoObjectOfZeroesIsJoinedWhereCopiesAreRefused(t *testing.T) {
	s := oneExtent(1, mib, 300*mib)
	u := kind{}.uploader(t, s)
	u.Client = refusing{u.Client}
	u.PartSize = 64 * mib
	stats, err := u.Upload(t.Context(), s)
	if err != nil || stats.Sent != s.size {
		t.Fatalf("sent %d bytes, %v", stats.Sent, err)
	}
	open, err := u.Client.ListMultipartUploads(t.Context(), &s3.ListMultipartUploadsInput{Bucket: aws.String(u.Bucket)})
	if err != nil || len(open.Uploads) != 0 {
		t.Fatalf("%d uploads are open, %v", len(open.Uploads), err)
	}
}

// refusing copies nothing.
type refusing struct{ Client }

func (refusing) UploadPartCopy(context.Context, *s3.UploadPartCopyInput, ...func(*s3.Options)) (*s3.UploadPartCopyOutput, error) {
	return nil, accessDenied()
}
