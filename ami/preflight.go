package ami

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/amikit/amikit/ami/internal/awserr"
)

// A first call to an endpoint that is not there, or never answers, is kept short.
const (
	preflightAttempts = 2
	preflightTimeout  = 10 * time.Second
)

// BucketError is a bucket that cannot take the disk.
type BucketError struct {
	// Bucket is its name.
	Bucket string
	// Reason says what is wrong and what to do.
	Reason string
	// Err is the SDK's error; it may be nil.
	Err error
}

// Error names the bucket and the reason.
func (e *BucketError) Error() string { return fmt.Sprintf("bucket %q %s", e.Bucket, e.Reason) }

// Unwrap returns the SDK's error.
func (e *BucketError) Unwrap() error { return e.Err }

// preflight tells what is wrong with the disk and asks for what would otherwise fail late: credentials, then the bucket.
// Where STS alone is silent, as behind endpoints of one's own, the bucket decides.
func (r *run) preflight(ctx context.Context) error {
	for _, problem := range r.disk.Problems {
		r.warn("disk", "%s: %s", r.disk.File, problem)
	}
	err := r.checkCredentials(ctx)
	var silent *UnreachableError
	if r.method == ByEBS || err != nil && !errors.As(err, &silent) {
		return err
	}
	if bucketErr := r.checkBucketThere(ctx); bucketErr != nil || err == nil {
		return bucketErr
	}
	r.warn("check", "the account is not checked: %v", err)
	return nil
}

// checkCredentials learns the account. An endpoint of one's own may lack STS.
func (r *run) checkCredentials(ctx context.Context) error {
	out, err := r.Services.STS.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}, func(o *sts.Options) {
		o.RetryMaxAttempts, o.HTTPClient = preflightAttempts, brief(o.HTTPClient)
	})
	if awserr.NotChecked(err) {
		r.warn("check", "the account is not checked: %v", awserr.Explain(err))
		return nil
	}
	if err != nil {
		return fmt.Errorf("check the credentials: %w", awserr.Explain(err))
	}
	r.account = aws.ToString(out.Account)
	return nil
}

func (r *run) checkBucketThere(ctx context.Context) error {
	out, err := r.Services.S3.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: aws.String(r.bucket)}, func(o *s3.Options) {
		o.RetryMaxAttempts, o.HTTPClient = preflightAttempts, brief(o.HTTPClient)
	})
	region := ""
	if out != nil {
		region = aws.ToString(out.BucketRegion)
	}
	region = or(region, regionOfAnswer(err))
	switch status := awserr.Status(err); {
	case region != "" && region != r.region:
		return &BucketError{Bucket: r.bucket, Reason: fmt.Sprintf("is in %s, not in %s; an import takes disks from its own region only: set REGION to %s or use another S3_BUCKET", region, r.region, region), Err: err}
	case status == http.StatusNotFound:
		return &BucketError{Bucket: r.bucket, Reason: "does not exist; create it in " + r.region + " or set another S3_BUCKET", Err: err}
	case status == http.StatusForbidden:
		return &BucketError{Bucket: r.bucket, Reason: "may not be used: it belongs to another account, or these credentials lack s3:ListBucket on it", Err: err}
	case status == http.StatusMovedPermanently:
		return &BucketError{Bucket: r.bucket, Reason: "is in another region than " + r.region + "; an import takes disks from its own region only", Err: err}
	case status == http.StatusBadRequest:
		return &BucketError{Bucket: r.bucket, Reason: "is refused without a reason: the credentials are expired, or S3 takes no bucket of this name; renew them, or set S3_BUCKET to a bucket in " + r.region, Err: err}
	case err != nil:
		return fmt.Errorf("look at bucket %s: %w", r.bucket, awserr.Explain(err))
	}
	return nil
}

// brief gives up a request after the preflight's time; C is a service's HTTPClient.
func brief[C any](client C) C {
	if c, ok := any(client).(*awshttp.BuildableClient); ok {
		if limited, ok := any(c.WithTimeout(preflightTimeout)).(C); ok {
			return limited
		}
	}
	return client
}

// regionOfAnswer returns where a bucket is, which S3 says in refusals too.
func regionOfAnswer(err error) string {
	var response *awshttp.ResponseError
	if !errors.As(err, &response) || response.Response == nil {
		return ""
	}
	return response.Response.Header.Get("X-Amz-Bucket-Region")
}

// checkActions asks by dry run whether the calls behind a long upload are allowed.
// Only a clear refusal counts.
func (r *run) checkActions(ctx context.Context) error {
	var problems Problems
	checks := []func(context.Context) error{r.dryRegister}
	if r.method == ByS3 {
		checks = append(checks, r.dryImport)
	}
	for _, check := range checks {
		if err := check(ctx); awserr.Is(err, "UnauthorizedOperation") {
			problems = append(problems, awserr.Explain(err))
		}
	}
	if len(problems) == 0 {
		return nil
	}
	return fmt.Errorf("nothing was uploaded: %w", problems)
}

func (r *run) dryImport(ctx context.Context) error {
	in := r.importInput(&object{}, 0)
	in.DryRun, in.ClientToken = aws.Bool(true), nil
	_, err := r.Services.EC2.ImportSnapshot(ctx, in)
	return err
}

// dryRegister names a snapshot that does not exist: permission is checked first.
func (r *run) dryRegister(ctx context.Context) error {
	in := r.registration(&snapshot{id: "snap-0ffffffffffffffff"})
	in.DryRun = aws.Bool(true)
	_, err := r.Services.EC2.RegisterImage(ctx, in)
	return err
}
