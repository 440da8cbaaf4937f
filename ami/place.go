package ami

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/amikit/amikit/ami/awserr"
)

// checkPlace asks whether region and bucket are there, and tells what the account
// has set for the region.
func (r *run) checkPlace(ctx context.Context) Problems {
	checks := []check{{"the region " + r.region, r.checkRegionEnabled}, {"encryption by default", r.checkEncryptionByDefault}}
	if r.method == ByS3 {
		checks = append(checks, check{"the bucket " + r.bucket, func(ctx context.Context) (problem, unanswered error) { return r.checkBucketThere(ctx), nil }})
	}
	return r.answers(ctx, checks)
}

// checkRegionEnabled asks the region itself, which refuses accounts that did not
// enable it.
func (r *run) checkRegionEnabled(ctx context.Context) (problem, unanswered error) {
	out, err := r.Services.EC2.DescribeRegions(ctx, &ec2.DescribeRegionsInput{RegionNames: []string{r.region}, AllRegions: aws.Bool(true)}, briefly)
	switch {
	case r.regionError(err) != nil:
		return r.regionError(err), nil
	case awserr.Is(err, "AuthFailure", "OptInRequired") && r.account != "":
		return fmt.Errorf("REGION %s refuses credentials that are good elsewhere; enable the region for account %s: %w", r.region, r.account, awserr.Explain(err)), nil
	case awserr.Is(err, "InvalidParameterValue"):
		return &RegionError{Region: r.region, Nearest: nearestRegion(r.region), Err: awserr.Explain(err)}, nil
	case err != nil:
		return nil, awserr.Explain(err)
	case len(out.Regions) > 0 && aws.ToString(out.Regions[0].OptInStatus) == "not-opted-in":
		return &InvalidError{Setting: "REGION", Value: r.region, Reason: "is not enabled for account " + r.account}, nil
	}
	return nil, nil
}

// checkEncryptionByDefault tells what would surprise: nobody asked for encryption.
func (r *run) checkEncryptionByDefault(ctx context.Context) (problem, unanswered error) {
	if r.storage.encrypted {
		return nil, nil
	}
	out, err := r.Services.EC2.GetEbsEncryptionByDefault(ctx, &ec2.GetEbsEncryptionByDefaultInput{}, briefly)
	if err == nil && aws.ToBool(out.EbsEncryptionByDefault) {
		r.warn("check", "the account encrypts by default in %s: the snapshot will be encrypted by the default key, and cannot be public; KMS_KEY chooses another key", r.region)
	}
	return nil, awserr.Explain(err)
}

func briefly(o *ec2.Options) {
	o.RetryMaxAttempts, o.HTTPClient = preflightAttempts, brief(o.HTTPClient)
}
