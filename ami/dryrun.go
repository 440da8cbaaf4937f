package ami

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/amikit/amikit/ami/awserr"
	"github.com/amikit/amikit/ami/internal/role"
)

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
