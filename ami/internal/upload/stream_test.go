package upload

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/amikit/amikit/internal/awstest"
)

// copying writes the disk as it is, in pieces that are no parts.
func copying(s sparse) func(context.Context, io.Writer) error {
	return func(ctx context.Context, w io.Writer) error {
		_, err := io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{io.NewSectionReader(s, 0, s.size)}, make([]byte, 3*mib+7))
		return errors.Join(err, ctx.Err())
	}
}

func streamer(t *testing.T, bucket string, s sparse) *Uploader {
	u := newUploader(t, bucket, s)
	u.PartSize, u.CRC64NVME = 5*mib, 0
	return u
}

func TestAStreamBecomesTheObject(t *testing.T) {
	for name, size := range map[string]int64{"one byte": 1, "a part": 5 * mib, "a part and a byte": 5*mib + 1, "many parts": 33 * mib} {
		t.Run(name, func(t *testing.T) {
			s, bucket := oneExtent(1, size, size), awstest.Bucket(t)
			stats, err := streamer(t, bucket, s).Stream(t.Context(), 40*mib, copying(s))
			if err != nil || stats.Sent != size {
				t.Fatalf("sent %d bytes, %v", stats.Sent, err)
			}
			verify(t, bucket, s)
			if keys, uploads := left(t, bucket); len(keys) != 0 || uploads != 0 {
				t.Errorf("left %v and %d open uploads", keys, uploads)
			}
		})
	}
}

func TestASecondStreamSendsOnlyWhatIsMissing(t *testing.T) {
	s, bucket := oneExtent(1, 30*mib, 30*mib), awstest.Bucket(t)
	u := streamer(t, bucket, s)
	ctx, cut := cutAfter(t, u, 4)
	if _, err := cut.Stream(ctx, s.size, copying(s)); !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v", err)
	}
	stats, err := u.Stream(t.Context(), s.size, copying(s))
	if err != nil || stats.Resumed != 20*mib || stats.Sent != 10*mib {
		t.Fatalf("sent %d MiB, resumed %d MiB, %v", stats.Sent/mib, stats.Resumed/mib, err)
	}
	verify(t, bucket, s)
}

func TestAWriterThatFailsEndsTheStream(t *testing.T) {
	s, broken := oneExtent(1, 8*mib, 8*mib), errors.New("broken")
	_, err := streamer(t, awstest.Bucket(t), s).Stream(t.Context(), s.size, func(context.Context, io.Writer) error { return broken })
	if !errors.Is(err, broken) {
		t.Fatalf("error is %v", err)
	}
}

func TestAPartThatFailsEndsTheStreamWithItsError(t *testing.T) {
	s, bucket := oneExtent(1, 64*mib, 64*mib), awstest.Bucket(t)
	u := streamer(t, bucket, s)
	u.Client = denying(t, "UploadPart")
	if _, err := u.Stream(t.Context(), s.size, copying(s)); err == nil || errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v", err)
	}
}
