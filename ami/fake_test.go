package ami

import (
	"context"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

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

// blindS3 takes objects and never shows them.
type blindS3 struct{ S3 }

func (blindS3) HeadObject(context.Context, *s3.HeadObjectInput, ...func(*s3.Options)) (*s3.HeadObjectOutput, error) {
	return nil, &types.NotFound{}
}
