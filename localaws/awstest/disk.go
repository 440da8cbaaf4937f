package awstest

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
)

// Bucket is the one that Upload makes.
const Bucket = "disks"

// MakeBucket makes the bucket in Region.
func (a *AWS) MakeBucket() {
	a.t.Helper()
	_, err := a.S3().CreateBucket(a.t.Context(), &s3.CreateBucketInput{
		Bucket:                    aws.String(Bucket),
		CreateBucketConfiguration: &s3types.CreateBucketConfiguration{LocationConstraint: Region},
	})
	if err != nil {
		a.t.Fatal(err)
	}
}

// Upload puts a disk into the bucket.
func (a *AWS) Upload(key string, disk []byte) {
	a.t.Helper()
	_, err := a.S3().PutObject(a.t.Context(), &s3.PutObjectInput{
		Bucket: aws.String(Bucket), Key: aws.String(key), Body: bytes.NewReader(disk),
	})
	if err != nil {
		a.t.Fatal(err)
	}
}

// ImportInput asks for the import of a disk in the bucket.
func ImportInput(key string) *ec2.ImportSnapshotInput {
	return &ec2.ImportSnapshotInput{DiskContainer: &ec2types.SnapshotDiskContainer{
		Format:     aws.String("raw"),
		UserBucket: &ec2types.UserBucket{S3Bucket: aws.String(Bucket), S3Key: aws.String(key)},
	}}
}

// Import imports a disk that was uploaded and gives back the task at its end.
func (a *AWS) Import(key string) ec2types.ImportSnapshotTask {
	a.t.Helper()
	return a.ImportAs(key, "raw")
}

// ImportAs is Import of a disk in another format.
func (a *AWS) ImportAs(key, format string) ec2types.ImportSnapshotTask {
	a.t.Helper()
	in := ImportInput(key)
	in.DiskContainer.Format = &format
	out, err := a.EC2().ImportSnapshot(a.t.Context(), in)
	if err != nil {
		a.t.Fatal(err)
	}
	return a.Imported(*out.ImportTaskId)
}

// Imported waits for the end of a task.
func (a *AWS) Imported(id string) (task ec2types.ImportSnapshotTask) {
	a.t.Helper()
	Await(a.t, "the end of "+id, func() bool {
		out, err := a.EC2().DescribeImportSnapshotTasks(a.t.Context(),
			&ec2.DescribeImportSnapshotTasksInput{ImportTaskIds: []string{id}})
		if err != nil {
			a.t.Fatal(err)
		}
		task = out.ImportSnapshotTasks[0]
		status := aws.ToString(task.SnapshotTaskDetail.Status)
		return status == "completed" || status == "deleted"
	})
	return task
}

// Snapshot uploads and imports a small disk.
func (a *AWS) Snapshot() string {
	a.t.Helper()
	a.MakeBucket()
	a.Upload("disk.raw", []byte("a small disk"))
	return aws.ToString(a.Import("disk.raw").SnapshotTaskDetail.SnapshotId)
}

// RegisterInput asks for an image of a snapshot.
func RegisterInput(name, snapshot string) *ec2.RegisterImageInput {
	return &ec2.RegisterImageInput{
		Name:               aws.String(name),
		Architecture:       ec2types.ArchitectureValuesX8664,
		VirtualizationType: aws.String("hvm"),
		BootMode:           ec2types.BootModeValuesUefi,
		EnaSupport:         aws.Bool(true),
		RootDeviceName:     aws.String("/dev/xvda"),
		BlockDeviceMappings: []ec2types.BlockDeviceMapping{{
			DeviceName: aws.String("/dev/xvda"),
			Ebs:        &ec2types.EbsBlockDevice{SnapshotId: aws.String(snapshot)},
		}},
	}
}

// Image registers an image of a snapshot.
func (a *AWS) Image(name, snapshot string) string {
	a.t.Helper()
	out, err := a.EC2().RegisterImage(a.t.Context(), RegisterInput(name, snapshot))
	if err != nil {
		a.t.Fatal(err)
	}
	return *out.ImageId
}

const patience = 20 * time.Second

// Await waits for a condition.
func Await(t testing.TB, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("waited for %s in vain", what)
}

// WantCode fails the test unless the error is AWS's of that code.
func WantCode(t testing.TB, err error, code string) {
	t.Helper()
	var refusal smithy.APIError
	if !errors.As(err, &refusal) {
		t.Errorf("error is %v, want %s", err, code)
		return
	}
	if refusal.ErrorCode() != code {
		t.Errorf("code is %s (%s), want %s", refusal.ErrorCode(), refusal.ErrorMessage(), code)
	}
}
