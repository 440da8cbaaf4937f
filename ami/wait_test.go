package ami

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/smithy-go"
)

func TestDefect4ADeniedQueryEndsTheRunAtOnce(t *testing.T) {
	w := newWorld(t)
	asked := 0
	_, err := Create(t.Context(), w.disk(1, mib), w.options(func(o *Options) {
		o.RetryDelay = 25 * time.Millisecond // so that a busy machine gets to ask again
		o.Services.EC2 = fakeEC2{EC2: o.Services.EC2, describeImages: func(context.Context, *ec2.DescribeImagesInput) (*ec2.DescribeImagesOutput, error) {
			asked++
			return nil, &smithy.OperationError{ServiceID: "EC2", OperationName: "DescribeImages", Err: &smithy.GenericAPIError{Code: "UnauthorizedOperation", Message: "You are not authorized"}}
		}}
	}))
	var denied *DeniedError
	if !errors.As(err, &denied) || denied.Action != "ec2:DescribeImages" || asked != 1 {
		t.Fatalf("after %d queries: %v", asked, err)
	}
}

func TestDefect4AQueryThatKeepsFailingEndsTheRunWithItsError(t *testing.T) {
	w := newWorld(t)
	asked := 0
	_, err := Create(t.Context(), w.disk(1, mib), w.options(func(o *Options) {
		o.RetryDelay = 25 * time.Millisecond // so that a busy machine gets to ask again
		o.Services.EC2 = fakeEC2{EC2: o.Services.EC2, describeImages: func(context.Context, *ec2.DescribeImagesInput) (*ec2.DescribeImagesOutput, error) {
			asked++
			return nil, &smithy.GenericAPIError{Code: "RequestLimitExceeded", Message: "Request limit exceeded."}
		}}
	}))
	if err == nil || !contains(err, "RequestLimitExceeded") || asked < 2 {
		t.Fatalf("after %d queries: %v", asked, err)
	}
}

func TestDefect4AWaitHasACapAndSaysHowToGoOn(t *testing.T) {
	r := newRun(target{}, Options{Timeout: time.Nanosecond}.withDefaults("disk.raw"))
	err := r.wait(t.Context(), waiter{what: "import-snap-1", every: time.Hour}, func(context.Context) (string, bool, error) { return "active", false, nil })
	var late *TimeoutError
	if !errors.As(err, &late) || !contains(err, "run again") || late.Last != "active" {
		t.Fatalf("error is %v", err)
	}
}

func TestTheWholeRunHasACap(t *testing.T) {
	w := newWorld(t)
	_, err := Create(t.Context(), w.disk(1, mib), w.options(func(o *Options) { o.Timeout = time.Nanosecond }))
	var late *TimeoutError
	if !errors.As(err, &late) || late.Cap != "1ns" {
		t.Fatalf("error is %v", err)
	}
}

func TestARunWhoseTimeIsOverSaysWhatWasUnderWay(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	e := &events{}
	_, err := Create(ctx, w.disk(1, mib), w.options(func(o *Options) {
		o.Reporter, o.ImportPoll = e, time.Hour
		o.Services.EC2 = fakeEC2{EC2: o.Services.EC2, describeTasks: func(ctx context.Context, in *ec2.DescribeImportSnapshotTasksInput) (*ec2.DescribeImportSnapshotTasksOutput, error) {
			if len(in.ImportTaskIds) > 0 {
				cancel(&TimeoutError{What: "the run", Cap: "1s"})
			}
			return stuckTask(ctx, in)
		}}
	}))
	var late *TimeoutError
	if !errors.As(err, &late) || !e.says(Info, "left import import-snap-") || !e.says(Info, "left object s3://"+w.bucket) {
		t.Fatalf("error is %v, events %v", err, e.list)
	}
}

func stuckTask(_ context.Context, in *ec2.DescribeImportSnapshotTasksInput) (*ec2.DescribeImportSnapshotTasksOutput, error) {
	out := &ec2.DescribeImportSnapshotTasksOutput{}
	for _, id := range in.ImportTaskIds {
		out.ImportSnapshotTasks = append(out.ImportSnapshotTasks, types.ImportSnapshotTask{
			ImportTaskId: aws.String(id), SnapshotTaskDetail: &types.SnapshotTaskDetail{Status: aws.String("active")},
		})
	}
	return out, nil
}

func TestDefect4AWaitEndsAtOnceWhenItIsCancelled(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	start := time.Now()
	_, err := Create(ctx, w.disk(1, mib), w.options(func(o *Options) {
		o.ImportPoll = time.Hour
		o.Services.EC2 = fakeEC2{EC2: o.Services.EC2, describeTasks: func(ctx context.Context, in *ec2.DescribeImportSnapshotTasksInput) (*ec2.DescribeImportSnapshotTasksOutput, error) {
			if len(in.ImportTaskIds) > 0 {
				time.AfterFunc(10*time.Millisecond, cancel)
			}
			return stuckTask(ctx, in)
		}}
	}))
	if !errors.Is(err, context.Canceled) || time.Since(start) > time.Minute {
		t.Fatalf("after %s: %v", time.Since(start), err)
	}
}
