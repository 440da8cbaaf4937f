package ami

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/amikit/amikit/ami/awserr"
)

// maxAttempts is how many imports of one object are tried over all runs.
const maxAttempts = 100

// importObject starts the import of the object, or finds the one that an earlier
// run started: a client token gives the same task again. The token of an import
// that failed, or whose task or snapshot is gone, gives that for ever, so the walk
// goes on to the next one.
func (r *run) importObject(ctx context.Context, o *object) error {
	if err := r.uploader().Forget(ctx); err != nil { // a run killed behind its upload left the marker
		return err
	}
	for attempt := range maxAttempts {
		out, err := r.Services.EC2.ImportSnapshot(ctx, r.importInput(o, attempt))
		if awserr.Is(err, "IdempotentParameterMismatch") {
			continue
		}
		if err != nil {
			return fmt.Errorf("import %s in %s: %w", r.uri(), r.region, explainImport(err, r.RoleName))
		}
		started := toTask(aws.ToString(out.ImportTaskId), out.SnapshotTaskDetail)
		alive, err := r.isAlive(ctx, started)
		if err != nil {
			return err
		}
		if alive {
			r.outcome.taskID = started.id
			r.note("import", started.id, nil)
			r.info("import", "%s imports %s", started.id, r.uri())
			return r.awaitImport(ctx, started)
		}
	}
	return &ImportError{TaskID: r.uri(), Status: "failed", Message: fmt.Sprintf("all of %d imports failed", maxAttempts), Role: r.RoleName}
}

// isAlive reports whether the task is this run's or still of use. Only those that
// were dead before this run's are passed over: a failure of its own is one to report.
func (r *run) isAlive(ctx context.Context, started *task) (bool, error) {
	if r.deadTasks[started.id] {
		return false, nil
	}
	now, err := r.awaitVisible(ctx, started)
	if err != nil || now == nil {
		return false, err
	}
	if now.status != statusCompleted {
		return true, nil
	}
	s, err := r.snapshotOf(ctx, now)
	return s != nil && !s.rejected, err
}

// awaitVisible looks at a task until AWS shows it: a new one may be late. It
// returns nil for one that stays away, because it ended too long ago to be listed.
func (r *run) awaitVisible(ctx context.Context, started *task) (*task, error) {
	return visible(ctx, r, looks, func() (*task, error) { return r.taskByID(ctx, started.id) })
}

func (r *run) importInput(o *object, attempt int) *ec2.ImportSnapshotInput {
	tags := r.contentTags()
	return &ec2.ImportSnapshotInput{
		ClientToken: aws.String(clientToken(tags, attempt, "import", r.region, r.bucket, r.key, o.etag, o.versionID, r.RoleName)),
		Description: aws.String("amikit " + r.id.disk.String()),
		DiskContainer: &types.SnapshotDiskContainer{
			Description: aws.String(r.key),
			Format:      aws.String(o.importFormat()),
			UserBucket:  &types.UserBucket{S3Bucket: aws.String(r.bucket), S3Key: aws.String(r.key)},
		},
		Encrypted:         r.storage.flag(),
		KmsKeyId:          r.storage.keyID(),
		RoleName:          r.role(),
		TagSpecifications: []types.TagSpecification{{ResourceType: types.ResourceTypeImportSnapshotTask, Tags: toTags(tags)}},
	}
}

// role is nil for the default: to name a role takes the right to pass it.
func (r *run) role() *string {
	if r.RoleName == defaultRole {
		return nil
	}
	return aws.String(r.RoleName)
}

// explainImport says what to do about the causes that AWS calls by one code.
func explainImport(err error, role string) error {
	explained := awserr.Explain(err)
	var call *CallError
	if !errors.As(explained, &call) || call.Hint != "" {
		return explained
	}
	switch {
	case strings.Contains(call.Message, role):
		call.Hint = "create the role " + role + ", which vmie.amazonaws.com may assume and which may read the bucket (`amikit ami policy` prints both policies)"
	case strings.Contains(call.Message, "not local to the region"):
		call.Hint = "use a bucket in the region of the image"
	}
	return call
}
