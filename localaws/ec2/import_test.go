package ec2_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/localaws/awstest"
)

func TestImportsThatAreRefusedAtOnce(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	a.Upload("disk", []byte("disk"))
	tests := map[string]struct {
		change  func(*ec2.ImportSnapshotInput)
		options []awstest.Options
		code    string
	}{
		"no disk":             {func(i *ec2.ImportSnapshotInput) { i.DiskContainer = nil }, nil, "InvalidParameter"},
		"no such bucket":      {func(i *ec2.ImportSnapshotInput) { i.DiskContainer.UserBucket.S3Bucket = aws.String("none") }, nil, "InvalidParameter"},
		"another region":      {func(*ec2.ImportSnapshotInput) {}, []awstest.Options{awstest.In("eu-west-1")}, "InvalidParameter"},
		"unknown format":      {func(i *ec2.ImportSnapshotInput) { i.DiskContainer.Format = aws.String("qcow2") }, nil, "InvalidFormat"},
		"no such role":        {func(i *ec2.ImportSnapshotInput) { i.RoleName = aws.String("none") }, nil, "InvalidParameter"},
		"key, no encryption":  {func(i *ec2.ImportSnapshotInput) { i.KmsKeyId = aws.String("alias/x") }, nil, "InvalidParameterDependency"},
		"tags for a snapshot": {tagged(types.ResourceTypeSnapshot), nil, "InvalidParameterValue"},
		"dry run":             {func(i *ec2.ImportSnapshotInput) { i.DryRun = aws.Bool(true) }, nil, "DryRunOperation"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := awstest.ImportInput("disk")
			test.change(in)
			_, err := a.EC2(test.options...).ImportSnapshot(t.Context(), in)
			awstest.WantCode(t, err, test.code)
		})
	}
}

func tagged(kind types.ResourceType) func(*ec2.ImportSnapshotInput) {
	return func(i *ec2.ImportSnapshotInput) {
		i.TagSpecifications = []types.TagSpecification{
			{ResourceType: kind, Tags: []types.Tag{{Key: aws.String("k"), Value: aws.String("v")}}},
		}
	}
}

func TestImportsThatFailLater(t *testing.T) {
	tests := map[string]struct {
		prepare func(*awstest.AWS)
		message string
	}{
		"a compressed disk": {func(a *awstest.AWS) { a.Upload("disk", []byte("\x1f\x8b\x08 gzip")) }, "[Unsupported specified file format]"},
		"an empty object":   {func(a *awstest.AWS) { a.Upload("disk", nil) }, "[Unsupported specified file format]"},
		"no object":         {func(*awstest.AWS) {}, "404"},
		"a blind role": {func(a *awstest.AWS) {
			a.Upload("disk", []byte("disk"))
			a.Admin("POST", "accounts/"+awstest.Mine+"/roles/vmimport/blind", nil)
		}, "Reason 403 Forbidden"},
		"a failure on request": {func(a *awstest.AWS) {
			a.Upload("disk", []byte("disk"))
			a.Admin("POST", "import-failures", map[string]any{"key": "d*", "message": "ServerError: on request", "times": 1})
		}, "ServerError: on request"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := awstest.Start(t)
			a.MakeBucket()
			test.prepare(a)
			detail := a.Import("disk").SnapshotTaskDetail
			if *detail.Status != "deleted" || !strings.Contains(aws.ToString(detail.StatusMessage), test.message) {
				t.Errorf("task is %s %q", *detail.Status, aws.ToString(detail.StatusMessage))
			}
			if detail.SnapshotId != nil {
				t.Errorf("there is a snapshot %s", *detail.SnapshotId)
			}
		})
	}
}

func TestAMissingRoleIsRefused(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	a.Upload("disk", []byte("disk"))
	a.Admin("DELETE", "accounts/"+awstest.Mine+"/roles/vmimport", nil)
	_, err := a.EC2().ImportSnapshot(t.Context(), awstest.ImportInput("disk"))
	awstest.WantCode(t, err, "InvalidParameter")
	if !strings.Contains(err.Error(), "The service role vmimport provided does not exist or does not have sufficient permissions") {
		t.Errorf("error is %v", err)
	}
}

func TestAnImportTokenIsGoodForOneRequest(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	a.Upload("disk", []byte("disk"))
	in := awstest.ImportInput("disk")
	in.ClientToken = aws.String("token")
	first, err := a.EC2().ImportSnapshot(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	again, err := a.EC2().ImportSnapshot(t.Context(), in)
	if err != nil || *again.ImportTaskId != *first.ImportTaskId {
		t.Errorf("the repeat is %v, %v", again, err)
	}
	in.Description = aws.String("another")
	_, err = a.EC2().ImportSnapshot(t.Context(), in)
	awstest.WantCode(t, err, "IdempotentParameterMismatch")
}

func TestTheTaskHasTheTagsAndTheSnapshotNone(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	a.Upload("disk", []byte("disk"))
	in := awstest.ImportInput("disk")
	tagged(types.ResourceTypeImportSnapshotTask)(in)
	out, err := a.EC2().ImportSnapshot(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	task := a.Imported(*out.ImportTaskId)
	if len(task.Tags) != 1 || len(out.Tags) != 1 {
		t.Errorf("tags of the task are %v", task.Tags)
	}
	snapshots, err := a.EC2().DescribeSnapshots(t.Context(),
		&ec2.DescribeSnapshotsInput{SnapshotIds: []string{*task.SnapshotTaskDetail.SnapshotId}})
	if err != nil {
		t.Fatal(err)
	}
	s := snapshots.Snapshots[0]
	if len(s.Tags) != 0 || *s.VolumeId != "vol-ffffffff" || *s.VolumeSize != 1 || *s.Progress != "100%" ||
		*s.Description != "Created by AWS-VMImport service for "+*out.ImportTaskId {
		t.Errorf("snapshot is %+v", s)
	}
	found, err := a.EC2().DescribeImportSnapshotTasks(t.Context(), &ec2.DescribeImportSnapshotTasksInput{
		Filters: []types.Filter{{Name: aws.String("tag:k"), Values: []string{"v"}}},
	})
	if err != nil || len(found.ImportSnapshotTasks) != 1 {
		t.Errorf("by tag there is %v, %v", found, err)
	}
}

func TestCancellingAnImport(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	a.Upload("disk", []byte("disk"))
	a.Admin("PUT", "durations", map[string]string{"import": "1h"})
	out, err := a.EC2().ImportSnapshot(t.Context(), awstest.ImportInput("disk"))
	if err != nil {
		t.Fatal(err)
	}
	cancel := &ec2.CancelImportTaskInput{ImportTaskId: out.ImportTaskId}
	done, err := a.EC2().CancelImportTask(t.Context(), cancel)
	if err != nil || *done.PreviousState != "active" || *done.State != "deleting" {
		t.Fatalf("answer is %+v, %v", done, err)
	}
	a.Admin("PUT", "durations", map[string]string{"import": "0s"})
	if task := a.Imported(*out.ImportTaskId); *task.SnapshotTaskDetail.Status != "deleted" {
		t.Errorf("task is %+v", task.SnapshotTaskDetail)
	}
	_, err = a.EC2().CancelImportTask(t.Context(), cancel)
	awstest.WantCode(t, err, "IncorrectState")
}

func TestTasksThatAreNotThere(t *testing.T) {
	a := awstest.Start(t)
	for id, code := range map[string]string{
		"import-snap-0123456789abcdef0": "InvalidConversionTaskId",
		"import-snap-xyz":               "InvalidConversionTaskId.Malformed",
	} {
		_, err := a.EC2().DescribeImportSnapshotTasks(t.Context(),
			&ec2.DescribeImportSnapshotTasksInput{ImportTaskIds: []string{id}})
		awstest.WantCode(t, err, code)
	}
}
