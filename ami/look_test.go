package ami

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/internal/awstest"
)

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
