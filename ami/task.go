package ami

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/awserr"
)

// Statuses of an import task. AWS documents none of them; these were seen.
const (
	statusPending   = "pending"
	statusActive    = "active"
	statusCompleted = "completed"
)

// runs reports whether the task may still give a snapshot.
func (t *task) runs() bool { return t.status == statusActive || t.status == statusPending }

// findTask returns the account's import of the wanted disk that is running or has
// made a snapshot, or nil. Tasks stay listed for a week. The list takes no
// documented filter, so it is read whole.
func (r *run) findTask(ctx context.Context) (*task, error) {
	listed, err := r.ownTasks(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for the import of disk %s in %s: %w", r.id.disk, r.region, err)
	}
	var completed *task
	for _, t := range listed {
		switch {
		case t.runs():
			return t, nil
		case t.status != statusCompleted:
			r.deadTasks[t.id] = true
		case !r.deadTasks[t.id]:
			completed = t
		}
	}
	return completed, nil
}

// ownTasks returns all listed imports of the wanted disk.
func (r *run) ownTasks(ctx context.Context) ([]*task, error) {
	var own []*task
	in := &ec2.DescribeImportSnapshotTasksInput{}
	for {
		out, err := ask(ctx, r, func() (*ec2.DescribeImportSnapshotTasksOutput, error) {
			return r.Services.EC2.DescribeImportSnapshotTasks(ctx, in)
		})
		if err != nil {
			return nil, err
		}
		for _, t := range out.ImportSnapshotTasks {
			if fromTags(t.Tags)[TagSnapshot] == r.id.snapshot.String() {
				found := toTask(aws.ToString(t.ImportTaskId), t.SnapshotTaskDetail)
				found.object = fromTags(t.Tags)[TagObject]
				own = append(own, found)
			}
		}
		if aws.ToString(out.NextToken) == "" {
			return own, nil
		}
		in.NextToken = out.NextToken
	}
}

// taskByID returns the account's task of that ID, or nil where AWS no longer knows it.
func (r *run) taskByID(ctx context.Context, id string) (*task, error) {
	out, err := ask(ctx, r, func() (*ec2.DescribeImportSnapshotTasksOutput, error) {
		return r.Services.EC2.DescribeImportSnapshotTasks(ctx, &ec2.DescribeImportSnapshotTasksInput{ImportTaskIds: []string{id}})
	})
	if awserr.Is(err, notThereCodes...) || err == nil && len(out.ImportSnapshotTasks) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look at import %s in %s: %w", id, r.region, err)
	}
	return toTask(id, out.ImportSnapshotTasks[0].SnapshotTaskDetail), nil
}

func toTask(id string, detail *types.SnapshotTaskDetail) *task {
	if detail == nil {
		return &task{id: id, status: statusPending}
	}
	return &task{
		id:         id,
		status:     aws.ToString(detail.Status),
		progress:   aws.ToString(detail.Progress),
		message:    aws.ToString(detail.StatusMessage),
		snapshotID: aws.ToString(detail.SnapshotId),
		format:     strings.ToUpper(aws.ToString(detail.Format)),
	}
}

// failure is not nil when the task, which has this role, can no longer give a snapshot.
func (t *task) failure(role string) error {
	if t.runs() || t.status == statusCompleted && t.snapshotID != "" {
		return nil
	}
	return &ImportError{TaskID: t.id, Status: t.status, Message: t.message, Role: role}
}

func (t *task) describe() string {
	text := t.id + ": " + t.status
	if t.message != "" {
		text += ", " + t.message
	}
	if t.progress != "" {
		text += ", " + t.progress + "%"
	}
	return text
}

func (t *task) percent() int64 {
	if t.status == statusCompleted {
		return 100
	}
	percent, err := strconv.ParseInt(t.progress, 10, 64)
	if err != nil {
		return 0
	}
	return percent
}
