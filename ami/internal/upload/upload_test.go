package upload

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"

	"github.com/amikit/amikit/internal/awstest"
)

func newClient(cfg aws.Config) *s3.Client {
	return s3.NewFromConfig(cfg, func(o *s3.Options) {
		o.UsePathStyle = true
		o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
		o.APIOptions = append(o.APIOptions, v4.SwapComputePayloadSHA256ForUnsignedPayloadMiddleware)
	})
}

func newUploader(t *testing.T, bucket string, s sparse) *Uploader {
	return &Uploader{
		Client: newClient(awstest.Config(t)), Bucket: bucket, Key: "images/disk.raw", Content: s.content(),
		CRC64NVME: s.crc(t), PartSize: 16 * mib, Concurrency: 4,
	}
}

// verify reads the object back and compares it with the disk.
func verify(t *testing.T, bucket string, s sparse) {
	t.Helper()
	out, err := awstest.S3(awstest.Config(t)).GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String("images/disk.raw")})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Body.Close() //nolint:errcheck // it is read to its end
	data, err := io.ReadAll(out.Body)
	if err != nil {
		t.Fatal(err)
	}
	want := make([]byte, s.size)
	if _, err := s.ReadAt(want, 0); err != nil {
		t.Fatal(err)
	}
	if string(data) != string(want) {
		t.Fatalf("the object's %d bytes are not the disk's %d", len(data), len(want))
	}
}

// left lists what lies beside the object: other keys and open uploads.
func left(t *testing.T, bucket string) (keys []string, uploads int) {
	t.Helper()
	client := awstest.S3(awstest.Config(t))
	objects, err := client.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String(bucket)})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range objects.Contents {
		key := aws.ToString(o.Key)
		kept := key == "images/disk.raw" || strings.Contains(key, ZeroesPrefix) && !strings.Contains(key, MarkerInfix)
		if !kept {
			keys = append(keys, key)
		}
	}
	open, err := client.ListMultipartUploads(t.Context(), &s3.ListMultipartUploadsInput{Bucket: aws.String(bucket)})
	if err != nil {
		t.Fatal(err)
	}
	return keys, len(open.Uploads)
}

func TestUpload(t *testing.T) {
	for name, c := range map[string]struct {
		disk sparse
		sent int64
	}{
		"one byte":                          {oneExtent(1, 1, 1), 1},
		"a part that is not full":           {oneExtent(2, 3*mib+5, 3*mib+5), 3*mib + 5},
		"several parts":                     {oneExtent(3, 40*mib, 40*mib), 40 * mib},
		"a hole that is not worth a copy":   {oneExtent(4, 6*mib, 20*mib), 20 * mib},
		"holes are copied, not sent":        {oneExtent(5, 6*mib, 80*mib), 6 * mib},
		"a disk without any data":           {sparse{seed: 6, size: 48 * mib}, 0},
		"big holes come from a bigger copy": {oneExtent(7, 5*mib, 400*mib), 5 * mib},
	} {
		t.Run(name, func(t *testing.T) {
			bucket := awstest.Bucket(t)
			u := newUploader(t, bucket, c.disk)
			u.Warn = func(message string) { t.Error(message) }
			stats, err := u.Upload(t.Context(), c.disk)
			if err != nil {
				t.Fatal(err)
			}
			if stats.Sent != c.sent || stats.Sent+stats.Copied != c.disk.size {
				t.Errorf("sent %d and copied %d of %d bytes, want %d sent", stats.Sent, stats.Copied, c.disk.size, c.sent)
			}
			verify(t, bucket, c.disk)
			if keys, uploads := left(t, bucket); len(keys) != 0 || uploads != 0 {
				t.Errorf("left %v and %d open uploads", keys, uploads)
			}
		})
	}
}

// denying refuses the named calls as IAM does.
func denying(t *testing.T, names ...string) *s3.Client {
	return newClient(awstest.Intercept(awstest.Config(t), func(name string) error {
		for _, denied := range names {
			if name == "S3."+denied {
				return accessDenied()
			}
		}
		return nil
	}, nil))
}

func accessDenied() error {
	return &smithy.GenericAPIError{Code: "AccessDenied", Message: "denied by the test"}
}

func TestOnlyPutGetAndListAreNeeded(t *testing.T) {
	s, bucket := oneExtent(1, 6*mib, 80*mib), awstest.Bucket(t)
	for _, denied := range []string{"UploadPartCopy", "ListParts", "ListMultipartUploads", "DeleteObject", "GetObject"} {
		t.Run("without "+denied, func(t *testing.T) {
			u := newUploader(t, bucket, s)
			u.Client = denying(t, denied)
			var warnings []string
			u.Warn = func(message string) { warnings = append(warnings, message) }
			stats, err := u.Upload(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			if denied == "UploadPartCopy" && (stats.Sent != s.size || len(warnings) != 1) {
				t.Fatalf("sent %d bytes, warnings %q", stats.Sent, warnings)
			}
			verify(t, bucket, s)
		})
	}
}

func TestAnUploadThatSomebodyEndsIsRecognised(t *testing.T) {
	s, bucket := oneExtent(1, 32*mib, 32*mib), awstest.Bucket(t)
	u := newUploader(t, bucket, s)
	plain := awstest.S3(awstest.Config(t))
	u.Client = newClient(awstest.Intercept(awstest.Config(t), func(name string) error {
		if name == "S3.CompleteMultipartUpload" {
			return abortAll(t, plain, bucket)
		}
		return nil
	}, nil))
	if _, err := u.Upload(t.Context(), s); !errors.Is(err, ErrGone) {
		t.Fatalf("error is %v", err)
	}
}

func abortAll(t *testing.T, client *s3.Client, bucket string) error {
	open, err := client.ListMultipartUploads(t.Context(), &s3.ListMultipartUploadsInput{Bucket: aws.String(bucket)})
	if err != nil {
		return err
	}
	for _, u := range open.Uploads {
		if _, err := client.AbortMultipartUpload(t.Context(), &s3.AbortMultipartUploadInput{Bucket: aws.String(bucket), Key: u.Key, UploadId: u.UploadId}); err != nil {
			return err
		}
	}
	return nil
}

func TestMetadataAndChecksumAreOnTheObject(t *testing.T) {
	s, bucket := oneExtent(1, mib, mib), awstest.Bucket(t)
	u := newUploader(t, bucket, s)
	u.Metadata = map[string]string{"amikit-disk": s.content()}
	if _, err := u.Upload(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	head, err := u.Client.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: aws.String(u.Key), ChecksumMode: types.ChecksumModeEnabled})
	if err != nil {
		t.Fatal(err)
	}
	if aws.ToString(head.ChecksumCRC64NVME) != s.crc(t).String() || head.Metadata["amikit-disk"] != s.content() {
		t.Fatalf("checksum %q, metadata %v", aws.ToString(head.ChecksumCRC64NVME), head.Metadata)
	}
}
