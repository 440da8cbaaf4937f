package ami

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/amikit/amikit/disk"
	"github.com/amikit/amikit/internal/awstest"
)

// world is one test's corner of the local AWS: a bucket and names of its own.
type world struct {
	t      *testing.T
	cfg    aws.Config
	bucket string
	name   string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	bucket := awstest.Bucket(t)
	return &world{t: t, cfg: awstest.Config(t), bucket: bucket, name: "image of " + bucket}
}

// disk makes a raw disk of random bytes, which are the same for the same seed in
// the same world, and differ from all others.
func (w *world) disk(seed byte, size int64) Disk {
	w.t.Helper()
	name := filepath.Join(w.t.TempDir(), "disk.raw")
	key := [32]byte{seed}
	copy(key[1:], w.bucket)
	data := make([]byte, size)
	if _, err := rand.NewChaCha8(key).Read(data); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		w.t.Fatal(err)
	}
	return w.open(name)
}

// open describes the disk in a file.
func (w *world) open(name string) Disk {
	w.t.Helper()
	file, err := disk.Open(name)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if err := file.Close(); err != nil {
			w.t.Error(err)
		}
	})
	return describedDisk(w.t, file)
}

// describedDisk scans the file, which need not hold a partition table.
func describedDisk(t *testing.T, file *disk.File) Disk {
	t.Helper()
	scanned, err := disk.Scan(t.Context(), file, 1)
	if err != nil {
		t.Fatal(err)
	}
	return Disk{
		Source: file, File: file.Name(), Digest: scanned.Manifest.Digest(), CRC64NVME: scanned.CRC64NVME, Sums: scanned.Sums,
		Manifest: scanned.Manifest, Allocated: file.Size(), Architecture: "amd64", BootMode: disk.BootUEFI,
	}
}

// options are those of a run that never waits long.
func (w *world) options(change ...func(*Options)) Options {
	o := Options{
		Services: Connect(w.cfg, Endpoints{}), Region: awstest.Region, Bucket: w.bucket, Key: "images/disk.raw", Name: w.name,
		Family:     w.bucket, // names up to their first digit are alike, and a parent is looked for among all tests
		ImportPoll: time.Millisecond, ImagePoll: time.Millisecond, RetryDelay: time.Millisecond, Timeout: 5 * time.Minute, Version: "v0-test",
	}
	o.Services.Quotas = nil // counting takes longer with every test's snapshot
	for _, c := range change {
		c(&o)
	}
	return o
}

// worldIn is a world in a region that few tests share.
func worldIn(t *testing.T, region string) *world {
	t.Helper()
	w := newWorld(t)
	w.cfg = w.cfg.Copy()
	w.cfg.Region, w.bucket = region, region+"-"+w.bucket
	_, err := awstest.S3(w.cfg).CreateBucket(t.Context(), &s3.CreateBucketInput{
		Bucket: aws.String(w.bucket), CreateBucketConfiguration: &s3types.CreateBucketConfiguration{LocationConstraint: s3types.BucketLocationConstraint(region)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) create(d Disk, change ...func(*Options)) *Result {
	w.t.Helper()
	r, err := Create(w.t.Context(), d, w.options(change...))
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// put stores an object as another program does.
func (w *world) put(key, text string) {
	w.t.Helper()
	if _, err := awstest.S3(w.cfg).PutObject(w.t.Context(), &s3.PutObjectInput{Bucket: aws.String(w.bucket), Key: aws.String(key), Body: strings.NewReader(text)}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) deregister(r *Result) {
	w.t.Helper()
	if _, err := w.ec2().DeregisterImage(w.t.Context(), &ec2.DeregisterImageInput{ImageId: aws.String(r.ImageID)}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) deleteSnapshot(r *Result) {
	w.t.Helper()
	if _, err := w.ec2().DeleteSnapshot(w.t.Context(), &ec2.DeleteSnapshotInput{SnapshotId: aws.String(r.SnapshotID)}); err != nil {
		w.t.Fatal(err)
	}
}

// counter counts calls by name.
type counter struct {
	mu    sync.Mutex
	calls map[string]int
}

// counting makes the world count the calls of later runs.
func (w *world) counting() *counter {
	c := &counter{calls: map[string]int{}}
	w.cfg = awstest.Intercept(w.cfg, func(name string) error {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.calls[name]++
		return nil
	}, nil)
	return c
}
