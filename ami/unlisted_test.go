package ami

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

func TestImportsThatAWSNeverListsEndTheRunAndAreBegunOnceOverAllRuns(t *testing.T) {
	w := newWorld(t)
	d := w.disk(1, mib)
	blind := func(o *Options) {
		o.Services.EC2 = fakeEC2{EC2: o.Services.EC2, describeTasks: func(context.Context, *ec2.DescribeImportSnapshotTasksInput) (*ec2.DescribeImportSnapshotTasksOutput, error) {
			return &ec2.DescribeImportSnapshotTasksOutput{}, nil
		}}
	}
	var said []string
	for range 2 {
		_, err := Create(t.Context(), d, w.options(blind))
		var unlisted *UnlistedError
		if !errors.As(err, &unlisted) || len(unlisted.TaskIDs) != maxUnlisted || !strings.Contains(err.Error(), unlisted.TaskIDs[0]) {
			t.Fatalf("error is %v", err)
		}
		said = append(said, err.Error())
	}
	if said[0] != said[1] {
		t.Fatalf("the second run begins others:\n%s\n%s", said[0], said[1])
	}
	if n := len(w.tasks()); n != maxUnlisted {
		t.Fatalf("%d imports were begun, want %d", n, maxUnlisted)
	}
	w.create(d)
	if n := len(w.tasks()); n != maxUnlisted {
		t.Fatalf("a run that sees them began another one: there are %d", n)
	}
}

func TestAnImportThatAWSListsLateIsBegunOnce(t *testing.T) {
	w := newWorld(t)
	hidden := looks - 1
	r := w.create(w.disk(1, mib), func(o *Options) {
		real := o.Services.EC2
		o.Services.EC2 = fakeEC2{EC2: real, describeTasks: func(ctx context.Context, in *ec2.DescribeImportSnapshotTasksInput) (*ec2.DescribeImportSnapshotTasksOutput, error) {
			if len(in.ImportTaskIds) > 0 && hidden > 0 {
				hidden--
				return &ec2.DescribeImportSnapshotTasksOutput{}, nil
			}
			return real.DescribeImportSnapshotTasks(ctx, in)
		}}
	})
	if n := len(w.tasks()); n != 1 || r.ImportTaskID == "" {
		t.Fatalf("%d imports were begun, the result names %q", n, r.ImportTaskID)
	}
}
