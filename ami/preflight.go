package ami

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/amikit/amikit/ami/awserr"
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

// preflight tells what is wrong with the disk and asks for what would otherwise
// fail late: credentials first, then region and bucket, whose problems stand in one
// report with those of the permissions. Where STS alone is silent, as behind
// endpoints of one's own, the bucket decides.
func (r *run) preflight(ctx context.Context) error {
	for _, problem := range r.disk.Problems {
		r.warn("disk", "%s: %s", r.disk.File, problem)
	}
	err := r.checkCredentials(ctx)
	var silent *UnreachableError
	if err != nil && (r.method == ByEBS || nowhere(err) || !errors.As(err, &silent)) {
		return err
	}
	if err != nil {
		r.warn("check", "the account is not checked: %v", err)
	}
	if problems := r.checkPlace(ctx); len(problems) > 0 {
		return append(problems, r.refusals(ctx)...)
	}
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
		return cmp.Or(r.regionError(err), fmt.Errorf("check the credentials: %w", awserr.Explain(err)))
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
	region = cmp.Or(region, regionOfAnswer(err))
	switch status := awserr.Status(err); {
	case region != "" && region != r.region:
		return &BucketError{Bucket: r.bucket, Reason: fmt.Sprintf("is in %s, not in %s; an import takes disks from its own region only: set REGION to %s or use another S3_BUCKET", region, r.region, region), Err: err}
	case status == http.StatusNotFound:
		return &BucketError{Bucket: r.bucket, Reason: "does not exist; create it in " + r.region + " or set another S3_BUCKET", Err: err}
	case awserr.Is(err, awserr.Skewed):
		return fmt.Errorf("look at bucket %s: %w", r.bucket, awserr.Explain(err))
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
