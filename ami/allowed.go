package ami

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/role"
)

// RoleError is an import role that cannot do its work.
type RoleError struct {
	// Role is its name, Problem what is wrong with it.
	Role, Problem string
}

// Error names the role, the problem and where the right policies come from.
func (e *RoleError) Error() string {
	return fmt.Sprintf("the import role %s %s; `amikit ami policy` prints the policies that it needs", e.Role, e.Problem)
}

// checkAhead asks once, before the first step that takes long, whether all that
// stands behind it will be allowed. A conflict is told by the step that meets it.
func (r *run) checkAhead(ctx context.Context, seen found) error {
	steps, err := planSteps(seen, r.target)
	if err != nil || r.asked || !slices.ContainsFunc(steps, step.takesLong) {
		return nil
	}
	r.asked = true
	if problems := r.answers(ctx, r.permissions(steps)); len(problems) > 0 {
		return fmt.Errorf("nothing was uploaded: %w", problems)
	}
	return nil
}

func (s step) takesLong() bool {
	return slices.Contains([]action{actUpload, actStart, actWrite, actImport, actAwaitImport}, s.action)
}

// refusals are the problems of a run that makes everything.
func (r *run) refusals(ctx context.Context) Problems {
	steps, err := planSteps(found{}, r.target)
	if err != nil {
		return nil
	}
	return r.answers(ctx, r.permissions(steps))
}

// permissions are the questions about what the steps need.
func (r *run) permissions(steps []step) (checks []check) {
	for _, s := range steps {
		switch s.action {
		case actDeregister:
			checks = append(checks, check{"ec2:DeregisterImage", r.dryDeregister(s.image)})
		case actRegister:
			checks = append(checks, check{"ec2:RegisterImage", r.dryRegister})
		case actImport:
			checks = append(checks, check{"ec2:ImportSnapshot", r.dryImport}, check{"the role " + r.RoleName, r.checkRole})
		case actUpload:
			checks = append(checks, check{"writing to the bucket", r.checkWritable})
		}
	}
	if r.format == VMDK {
		checks = append(checks, check{"ebs:ListSnapshotBlocks", r.checkReadBack})
	}
	return append(checks, r.quotaChecks(steps)...)
}

// check is a question that is answered by a problem, or by none, or not at all.
type check struct {
	what string
	ask  func(context.Context) (problem, unanswered error)
}

// answers puts all questions at once and keeps their order. What cannot be found
// out is named and passed over.
func (r *run) answers(ctx context.Context, checks []check) (problems Problems) {
	type answer struct{ problem, unanswered error }
	answers := make([]chan answer, len(checks))
	for i, c := range checks {
		answers[i] = make(chan answer, 1)
		go func() {
			problem, unanswered := c.ask(ctx)
			answers[i] <- answer{problem, unanswered}
		}()
	}
	var passed []string
	for i, c := range checks {
		a := <-answers[i]
		if a.problem != nil {
			problems = append(problems, a.problem)
		}
		if a.unanswered != nil {
			passed = append(passed, fmt.Sprintf("%s (%s)", c.what, shorter(a.unanswered)))
		}
	}
	if len(passed) > 0 {
		r.info("check", "not checked: %s", strings.Join(passed, "; "))
	}
	return problems
}

// shorter leaves out what IAM says at length of a denied call.
func shorter(err error) string {
	var denied *DeniedError
	if errors.As(err, &denied) && denied.Action != "" {
		return denied.Action + " is denied"
	}
	return err.Error()
}

func (r *run) dryImport(ctx context.Context) (problem, unanswered error) {
	in := r.importInput(&object{}, 0)
	in.DryRun, in.ClientToken = aws.Bool(true), nil
	_, err := r.Services.EC2.ImportSnapshot(ctx, in)
	return dry(err)
}

// absentSnapshot is well formed and nobody's.
const absentSnapshot = "snap-0ffffffffffffffff"

// dryRegister names a snapshot that does not exist: permission is checked first.
func (r *run) dryRegister(ctx context.Context) (problem, unanswered error) {
	in := r.registration(&snapshot{id: absentSnapshot})
	in.DryRun = aws.Bool(true)
	_, err := r.Services.EC2.RegisterImage(ctx, in)
	return dry(err)
}

func (r *run) dryDeregister(i *image) func(context.Context) (problem, unanswered error) {
	return func(ctx context.Context) (problem, unanswered error) {
		_, err := r.Services.EC2.DeregisterImage(ctx, &ec2.DeregisterImageInput{ImageId: aws.String(i.id), DryRun: aws.Bool(true)})
		return dry(err)
	}
}

// dry takes a clear refusal alone for a problem.
func dry(err error) (problem, unanswered error) {
	if awserr.Is(err, "UnauthorizedOperation") {
		return awserr.Explain(err), nil
	}
	return nil, nil
}

// checkWritable puts an object under the condition that it replaces one that
// cannot be: permission is checked first, and nothing is written.
func (r *run) checkWritable(ctx context.Context) (problem, unanswered error) {
	key := r.key + ".amikit-check"
	_, err := r.Services.S3.PutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String(r.bucket), Key: aws.String(key), IfMatch: aws.String(`"amikit"`), Body: strings.NewReader(""),
	})
	switch status := awserr.Status(err); {
	case err == nil: // this endpoint knows no conditions
		_, err = r.Services.S3.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(r.bucket), Key: aws.String(key)})
		return nil, awserr.Explain(err)
	case awserr.Denied(err):
		return fmt.Errorf("write to bucket %s: %w", r.bucket, awserr.Explain(err)), nil
	case status == http.StatusNotFound || status == http.StatusPreconditionFailed:
		return nil, nil
	}
	return nil, awserr.Explain(err)
}

// checkReadBack asks for the right to read what AWS makes of a VMDK.
func (r *run) checkReadBack(ctx context.Context) (problem, unanswered error) {
	_, err := r.Services.EBS.ListSnapshotBlocks(ctx, &ebs.ListSnapshotBlocksInput{SnapshotId: aws.String(absentSnapshot)}, func(o *ebs.Options) { o.Retryer = aws.NopRetryer{} })
	if awserr.Denied(err) {
		return fmt.Errorf("read back what AWS makes of a VMDK, which UPLOAD_FORMAT=raw does without: %w", awserr.Explain(err)), nil
	}
	return nil, nil
}

func (r *run) checkRole(ctx context.Context) (problem, unanswered error) {
	if r.Services.IAM == nil {
		return nil, errors.New("no client of IAM was given")
	}
	wrong, err := role.Role{Client: r.Services.IAM, Name: r.RoleName}.Problem(ctx, role.Needs(partitionOf(r.region), r.bucket, r.key))
	if wrong != "" {
		return &RoleError{Role: r.RoleName, Problem: wrong}, nil
	}
	return nil, err
}

// partitionOf is how ARNs begin in the region.
func partitionOf(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}
