package ami

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/ami/internal/pause"
	"github.com/amikit/amikit/internal/awstest"
)

// victimEnv names the disk and the bucket of a run that is to be killed.
const victimEnv = "AMIKIT_TEST_VICTIM"

// TestVictim is the run that TestSIGKILL kills, in a process of its own; started
// as a test, it has nothing to do.
func TestVictim(t *testing.T) {
	name, bucket, ok := strings.Cut(os.Getenv(victimEnv), "|")
	if !ok {
		return
	}
	w := &world{t: t, cfg: awstest.Config(t), bucket: bucket, name: "image of " + bucket}
	w.create(w.open(name), func(o *Options) { o.Concurrency = 1 })
}

func TestSIGKILLInTheMiddleOfAnUploadCostsOnlyWhatWasUnderWay(t *testing.T) {
	const size = 320 * mib
	w := newWorld(t)
	d := w.disk(1, size)
	victim := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestVictim$")
	victim.Env = append(os.Environ(), victimEnv+"="+d.File+"|"+w.bucket)
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	w.awaitParts(3)
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := victim.Wait(); err == nil {
		t.Fatal("the run was not killed")
	}
	r := w.create(d)
	if r.Sent > size-3*defaultPartSize {
		t.Fatalf("sent %d MiB of %d again", r.Sent/mib, size/mib)
	}
	w.checkOneOfEach(d)
}

// awaitParts waits until the open upload has so many parts.
func (w *world) awaitParts(count int) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for w.openParts(ctx) < count {
		if err := pause.For(ctx, time.Millisecond); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) openParts(ctx context.Context) int {
	w.t.Helper()
	client := awstest.S3(w.cfg)
	open, err := client.ListMultipartUploads(ctx, &s3.ListMultipartUploadsInput{Bucket: aws.String(w.bucket)})
	if err != nil {
		w.t.Fatal(err)
	}
	if len(open.Uploads) == 0 {
		return 0
	}
	parts, err := client.ListParts(ctx, &s3.ListPartsInput{Bucket: aws.String(w.bucket), Key: open.Uploads[0].Key, UploadId: open.Uploads[0].UploadId})
	if err != nil {
		w.t.Fatal(err)
	}
	return len(parts.Parts)
}
