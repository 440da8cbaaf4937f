package ami

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/opencontainers/go-digest"

	"github.com/amikit/amikit/ami/internal/index"
	"github.com/amikit/amikit/internal/awstest"
)

// onlyObject makes an image and removes all of it but the object.
func (w *world) onlyObject(d Disk, change ...func(*Options)) *Result {
	w.t.Helper()
	r := w.create(d, change...)
	w.deregister(r)
	w.deleteSnapshot(r)
	return r
}

func TestTheVMDKOfTheSameInputsIsReusedAndVerified(t *testing.T) {
	w := newWorld(t)
	first, second := siblings(w)
	w.onlyObject(first, packed)
	if p := w.preview(second, packed); p.SendBytes != 0 || !slices.Contains(p.Steps, "use s3://"+w.bucket+"/images/disk.vmdk, a disk of the same inputs") {
		t.Fatalf("plan is %+v", p)
	}
	r := w.create(second, packed)
	if r.Sent != 0 || r.Digest != first.Digest || !slices.Contains(r.Reused, reusedInputs) {
		t.Fatalf("result is %+v", r)
	}
	w.checkSnapshotIs(r.SnapshotID, first)
}

func TestTheVMDKOfTheSameInputsIsAStrangerWithoutItsIndex(t *testing.T) {
	w := newWorld(t)
	first, second := siblings(w)
	w.onlyObject(first, packed)
	w.delete("images/" + index.Name + first.Digest.Encoded())
	_, err := Create(t.Context(), second, w.options(packed))
	var conflict *ConflictError
	if !errors.As(err, &conflict) || conflict.Kind != "object" {
		t.Fatalf("error is %v", err)
	}
}

func (w *world) delete(key string) {
	w.t.Helper()
	if _, err := awstest.S3(w.cfg).DeleteObject(w.t.Context(), &s3.DeleteObjectInput{Bucket: aws.String(w.bucket), Key: aws.String(key)}); err != nil {
		w.t.Fatal(err)
	}
}

// putWrong puts a VMDK of one disk that says to be one of another.
func (w *world) putWrong(holds, says Disk) {
	w.t.Helper()
	elsewhere := func(o *Options) {
		packed(o)
		o.Key, o.Name = "images/other.vmdk", o.Name+" other"
	}
	w.onlyObject(holds, elsewhere)
	w.onlyObject(says, packed)
	client, key := awstest.S3(w.cfg), aws.String("images/disk.vmdk")
	head, err := client.HeadObject(w.t.Context(), &s3.HeadObjectInput{Bucket: aws.String(w.bucket), Key: key})
	if err != nil {
		w.t.Fatal(err)
	}
	other, err := client.GetObject(w.t.Context(), &s3.GetObjectInput{Bucket: aws.String(w.bucket), Key: aws.String("images/other.vmdk")})
	if err != nil {
		w.t.Fatal(err)
	}
	data, err := io.ReadAll(other.Body)
	if err := errors.Join(err, other.Body.Close()); err != nil {
		w.t.Fatal(err)
	}
	if _, err := client.PutObject(w.t.Context(), &s3.PutObjectInput{Bucket: aws.String(w.bucket), Key: key, Body: bytes.NewReader(data), Metadata: head.Metadata}); err != nil {
		w.t.Fatal(err)
	}
}

func TestABadVMDKIsAnErrorThatSaysWhatToDo(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 2*mib)
	w.putWrong(w.disk(2, 2*mib), d)
	for range 2 {
		_, err := Create(t.Context(), d, w.options(packed))
		var mismatch *MismatchError
		if !errors.As(err, &mismatch) || !contains(err, "run again with ON_CONFLICT=replace, which uploads it anew, or with UPLOAD_FORMAT=raw") {
			t.Fatalf("error is %v", err)
		}
	}
}

func TestABadVMDKIsOverwrittenWhereThatIsAskedFor(t *testing.T) {
	for name, inputs := range map[string]digest.Digest{"as it says to be this disk": "", "as it says to be of the same inputs": digest.FromString("inputs")} {
		t.Run(name, func(t *testing.T) {
			w, heard := newWorld(t), &events{}
			first, d := w.disk(1, 2*mib), w.disk(1, 2*mib)
			if inputs != "" {
				d = w.disk(3, 2*mib)
				first.Inputs, d.Inputs = inputs, inputs
			}
			w.putWrong(w.disk(2, 2*mib), first)
			r := w.create(d, packed, on(Replace), reporting(heard))
			if r.Sent == 0 || r.Digest != d.Digest || slices.Contains(r.Reused, reusedInputs) || !heard.says(Warning, "is uploaded anew, as ON_CONFLICT=replace says") {
				t.Fatalf("result is %+v, said %v", r, heard.list)
			}
			w.checkSnapshotIs(r.SnapshotID, d)
		})
	}
}

func TestAVMDKThatAWSImportsWronglyIsSentOnceOnly(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, 2*mib)
	calls := w.counting()
	_, err := Create(t.Context(), wrong(d), w.options(packed, on(Replace)))
	if err == nil || !strings.Contains(err.Error(), "AWS imported the VMDK wrongly") || calls.calls["S3.CompleteMultipartUpload"] != 1 {
		t.Fatalf("error is %v, calls are %v", err, calls.calls)
	}
}
