package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/internal/awstest"
)

// strangers are things of others in the account, beside what runs of amikit left.
type strangers struct{ snapshot, upload string }

func newStrangers(t *testing.T, cfg aws.Config, bucket string) strangers {
	t.Helper()
	snapshot, err := ebs.NewFromConfig(cfg).StartSnapshot(t.Context(), &ebs.StartSnapshotInput{VolumeSize: aws.Int64(1)})
	if err != nil {
		t.Fatal(err)
	}
	upload, err := awstest.S3(cfg).CreateMultipartUpload(t.Context(), &s3.CreateMultipartUploadInput{Bucket: aws.String(bucket), Key: aws.String("images/disk.raw")})
	if err != nil {
		t.Fatal(err)
	}
	_, err = awstest.S3(cfg).PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String("images/other.raw"), Body: strings.NewReader("other")})
	if err != nil {
		t.Fatal(err)
	}
	return strangers{*snapshot.SnapshotId, *upload.UploadId}
}

// inBucket are the keys and the open uploads.
func inBucket(t *testing.T, cfg aws.Config, bucket string) (keys, uploads []string) {
	t.Helper()
	objects, err := awstest.S3(cfg).ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String(bucket)})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range objects.Contents {
		keys = append(keys, *o.Key)
	}
	open, err := awstest.S3(cfg).ListMultipartUploads(t.Context(), &s3.ListMultipartUploadsInput{Bucket: aws.String(bucket)})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range open.Uploads {
		uploads = append(uploads, *u.UploadId)
	}
	return keys, uploads
}

// snapshotsOf are the IDs of the account's snapshots.
func snapshotsOf(t *testing.T, cfg aws.Config) (ids []string) {
	t.Helper()
	out, err := ec2.NewFromConfig(cfg).DescribeSnapshots(t.Context(), &ec2.DescribeSnapshotsInput{OwnerIds: []string{"self"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range out.Snapshots {
		ids = append(ids, *s.SnapshotId)
	}
	return ids
}

func TestGCRemovesWhatKilledRunsLeftAndNothingElse(t *testing.T) {
	p, cfg, key, bucket := newProgram(t)
	p = p.with("S3_BUCKET=" + bucket)
	others := newStrangers(t, cfg, bucket)
	used := p.succeed("ami", "create", "--ami-name=used", "--output=id", "--s3-key=images/disk.raw", p.disk("used"))
	unused := p.succeed("ami", "create", "--ami-name=unused", "--output=id", "--s3-key=images/unused.raw", p.disk("unused"))
	if _, err := ec2.NewFromConfig(cfg).DeregisterImage(t.Context(), &ec2.DeregisterImageInput{ImageId: aws.String(unused)}); err != nil {
		t.Fatal(err)
	}
	awstest.Steer(t, http.MethodPost, "denials", map[string]any{"action": "s3:CompleteMultipartUpload", "accessKey": key})
	p.fail("ami", "create", "--ami-name=open", "--s3-key=images/open.raw", p.disk("open"))

	if young := p.succeed("ami", "gc", "--output=id"); young != "" {
		t.Fatalf("what a run may be working on counts as left: %s", young)
	}
	listed := p.succeed("ami", "gc", "--older-than=0s", "--dry-run", "--output=id")
	if lines := strings.Split(listed, "\n"); len(lines) != 2 || !strings.HasPrefix(lines[0], "snap-") || lines[1] != "s3://"+bucket+"/images/open.raw" {
		t.Fatalf("listed\n%s", listed)
	}
	if removed := p.succeed("ami", "gc", "--older-than=0s", "--output=id"); removed != listed {
		t.Fatalf("removed\n%s\nlisted was\n%s", removed, listed)
	}
	if again := p.succeed("ami", "gc", "--older-than=0s"); again != "" {
		t.Fatalf("a second run finds %s", again)
	}

	keys, uploads := inBucket(t, cfg, bucket)
	if len(uploads) != 1 || uploads[0] != others.upload || strings.Join(keys, " ") != "images/disk.raw images/other.raw images/unused.raw" {
		t.Errorf("the bucket holds %q and the uploads %q", keys, uploads)
	}
	if left := snapshotsOf(t, cfg); len(left) != 2 || !strings.Contains(strings.Join(left, " "), others.snapshot) {
		t.Errorf("snapshots are %q", left)
	}
	p.succeed("ami", "verify", used, p.disk("used"))
}
