package ami

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

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
		Source: file, File: file.Name(), Digest: scanned.Manifest.Digest(), CRC64NVME: scanned.CRC64NVME,
		Manifest: scanned.Manifest, Allocated: file.Size(), Architecture: "amd64", BootMode: disk.BootUEFI,
	}
}

// options are those of a run that never waits long.
func (w *world) options(change ...func(*Options)) Options {
	o := Options{
		Services: Connect(w.cfg, Endpoints{}), Region: awstest.Region, Bucket: w.bucket, Key: "images/disk.raw", Name: w.name,
		ImportPoll: time.Millisecond, ImagePoll: time.Millisecond, RetryDelay: time.Millisecond, Timeout: 20 * time.Second, Version: "v0-test",
	}
	for _, c := range change {
		c(&o)
	}
	return o
}

func (w *world) create(d Disk, change ...func(*Options)) *Result {
	w.t.Helper()
	r, err := Create(w.t.Context(), d, w.options(change...))
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) ec2() *ec2.Client { return ec2.NewFromConfig(w.cfg) }

// images are those of the world's name.
func (w *world) images() []ec2types.Image {
	w.t.Helper()
	out, err := w.ec2().DescribeImages(w.t.Context(), &ec2.DescribeImagesInput{
		Owners: []string{"self"}, Filters: []ec2types.Filter{{Name: aws.String("name"), Values: []string{w.name}}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out.Images
}

// snapshots are those that imports of the world's bucket made, tagged or not.
func (w *world) snapshots(d Disk) (tagged []ec2types.Snapshot, made int) {
	w.t.Helper()
	ids := map[string]bool{}
	for _, t := range w.tasks() {
		if id := aws.ToString(t.SnapshotTaskDetail.SnapshotId); id != "" {
			ids[id] = true
		}
	}
	out, err := w.ec2().DescribeSnapshots(w.t.Context(), &ec2.DescribeSnapshotsInput{OwnerIds: []string{"self"}})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, s := range out.Snapshots {
		if ids[aws.ToString(s.SnapshotId)] {
			made++
		}
		if fromTags(s.Tags)[TagDisk] == d.Digest.String() {
			tagged = append(tagged, s)
		}
	}
	return tagged, made
}

// tasks are the imports of the world's bucket.
func (w *world) tasks() []ec2types.ImportSnapshotTask {
	w.t.Helper()
	out, err := w.ec2().DescribeImportSnapshotTasks(w.t.Context(), &ec2.DescribeImportSnapshotTasksInput{})
	if err != nil {
		w.t.Fatal(err)
	}
	var own []ec2types.ImportSnapshotTask
	for _, t := range out.ImportSnapshotTasks {
		if b := t.SnapshotTaskDetail.UserBucket; b != nil && aws.ToString(b.S3Bucket) == w.bucket {
			own = append(own, t)
		}
	}
	return own
}

// keys are all objects of the bucket, and the number of open uploads.
func (w *world) keys() (keys []string, uploads int) {
	w.t.Helper()
	client := awstest.S3(w.cfg)
	objects, err := client.ListObjectsV2(w.t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String(w.bucket)})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, o := range objects.Contents {
		keys = append(keys, aws.ToString(o.Key))
	}
	open, err := client.ListMultipartUploads(w.t.Context(), &s3.ListMultipartUploadsInput{Bucket: aws.String(w.bucket)})
	if err != nil {
		w.t.Fatal(err)
	}
	return keys, len(open.Uploads)
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

// events records what a run tells.
type events struct {
	mu   sync.Mutex
	list []Event
}

func (e *events) Report(event Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list = append(e.list, event)
}

// says reports whether a message of the kind holds the text.
func (e *events) says(kind Kind, text string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, event := range e.list {
		if event.Kind == kind && strings.Contains(event.Message, text) {
			return true
		}
	}
	return false
}

// fakeEC2 answers some calls itself and leaves the others to the local AWS.
type fakeEC2 struct {
	EC2
	describeTasks  func(context.Context, *ec2.DescribeImportSnapshotTasksInput) (*ec2.DescribeImportSnapshotTasksOutput, error)
	describeImages func(context.Context, *ec2.DescribeImagesInput) (*ec2.DescribeImagesOutput, error)
	importSnapshot func(context.Context, *ec2.ImportSnapshotInput) (*ec2.ImportSnapshotOutput, error)
}

func (f fakeEC2) DescribeImportSnapshotTasks(ctx context.Context, in *ec2.DescribeImportSnapshotTasksInput, o ...func(*ec2.Options)) (*ec2.DescribeImportSnapshotTasksOutput, error) {
	if f.describeTasks != nil {
		return f.describeTasks(ctx, in)
	}
	return f.EC2.DescribeImportSnapshotTasks(ctx, in, o...)
}

func (f fakeEC2) DescribeImages(ctx context.Context, in *ec2.DescribeImagesInput, o ...func(*ec2.Options)) (*ec2.DescribeImagesOutput, error) {
	if f.describeImages != nil {
		return f.describeImages(ctx, in)
	}
	return f.EC2.DescribeImages(ctx, in, o...)
}

func (f fakeEC2) ImportSnapshot(ctx context.Context, in *ec2.ImportSnapshotInput, o ...func(*ec2.Options)) (*ec2.ImportSnapshotOutput, error) {
	if f.importSnapshot != nil && !aws.ToBool(in.DryRun) {
		return f.importSnapshot(ctx, in)
	}
	return f.EC2.ImportSnapshot(ctx, in, o...)
}
