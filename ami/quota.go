package ami

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/servicequotas"

	"github.com/amikit/amikit/ami/awserr"
)

// QuotaError is a quota of the account's that leaves no room.
type QuotaError struct {
	// Name and Code are those of Service Quotas, Region where it counts.
	Name, Code, Region string
	// Used counts against Limit.
	Used, Limit int
}

// Error says what is used up and the ways out.
func (e *QuotaError) Error() string {
	return fmt.Sprintf("the quota %q is used up in %s: there are %d of %d; remove some (`amikit ami gc` lists what nothing uses), or ask AWS for more (Service Quotas, %s)", e.Name, e.Region, e.Used, e.Limit, e.Code)
}

// quota is a limit and what counts against it (Amazon EBS and Amazon EC2 endpoints
// and quotas).
type quota struct {
	service, code, name string
	count               func(context.Context) (int, error)
}

// quotaTimeout is for asking and counting: an account with very many snapshots is
// not worth a longer wait.
const quotaTimeout = 5 * time.Second

// quotaChecks are the questions about what the steps would make.
func (r *run) quotaChecks(steps []step) (checks []check) {
	if r.Services.Quotas == nil {
		return nil
	}
	add := func(q quota) { checks = append(checks, check{"the quota of " + q.name, r.checkQuota(q)}) }
	for _, s := range steps {
		switch s.action {
		case actStart:
			add(quota{"ebs", "L-94D7AB7D", "Pending snapshots per account", r.countSnapshots(types.SnapshotStatePending)})
			add(quota{"ebs", "L-309BACF6", "Snapshots per Region", r.countSnapshots("")})
		case actImport:
			add(quota{"ebs", "L-309BACF6", "Snapshots per Region", r.countSnapshots("")})
		case actRegister:
			add(quota{"ec2", "L-B665C33B", "AMIs", r.countImages})
		}
	}
	return checks
}

func (r *run) checkQuota(q quota) func(context.Context) (problem, unanswered error) {
	return func(ctx context.Context) (problem, unanswered error) {
		ctx, cancel := context.WithTimeoutCause(ctx, quotaTimeout, errSlowQuota)
		defer cancel()
		limit, err := r.limitOf(ctx, q)
		if err != nil {
			return nil, awserr.Explain(err)
		}
		used, err := q.count(ctx)
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case err != nil:
			return nil, awserr.Explain(err)
		case used >= limit:
			return &QuotaError{Name: q.name, Code: q.code, Region: r.region, Used: used, Limit: limit}, nil
		}
		return nil, nil
	}
}

var errSlowQuota = errors.New("the answer takes too long")

// limitOf asks for the account's own value, which AWS tells only where one was
// applied, and else for the default.
func (r *run) limitOf(ctx context.Context, q quota) (int, error) {
	once := func(o *servicequotas.Options) { o.RetryMaxAttempts = 1 }
	own, err := r.Services.Quotas.GetServiceQuota(ctx, &servicequotas.GetServiceQuotaInput{ServiceCode: aws.String(q.service), QuotaCode: aws.String(q.code)}, once)
	if err == nil && own.Quota != nil {
		return int(aws.ToFloat64(own.Quota.Value)), nil
	}
	if err != nil && !awserr.Is(err, "NoSuchResourceException") {
		return 0, err
	}
	usual, err := r.Services.Quotas.GetAWSDefaultServiceQuota(ctx, &servicequotas.GetAWSDefaultServiceQuotaInput{ServiceCode: aws.String(q.service), QuotaCode: aws.String(q.code)}, once)
	if err != nil {
		return 0, err
	}
	if usual.Quota == nil {
		return 0, errors.New("AWS tells no value")
	}
	return int(aws.ToFloat64(usual.Quota.Value)), nil
}

// countSnapshots counts the account's own snapshots in a state; all where it is empty.
func (r *run) countSnapshots(state types.SnapshotState) func(context.Context) (int, error) {
	return func(ctx context.Context) (count int, err error) {
		in := &ec2.DescribeSnapshotsInput{OwnerIds: []string{"self"}, MaxResults: aws.Int32(1000)}
		if state != "" {
			in.Filters = []types.Filter{{Name: aws.String("status"), Values: []string{string(state)}}}
		}
		for pages := ec2.NewDescribeSnapshotsPaginator(r.Services.EC2, in); pages.HasMorePages(); {
			page, err := pages.NextPage(ctx, briefly)
			if err != nil {
				return 0, err
			}
			count += len(page.Snapshots)
		}
		return count, nil
	}
}

func (r *run) countImages(ctx context.Context) (count int, err error) {
	in := &ec2.DescribeImagesInput{Owners: []string{"self"}, IncludeDisabled: aws.Bool(true), MaxResults: aws.Int32(1000)}
	for pages := ec2.NewDescribeImagesPaginator(r.Services.EC2, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx, briefly)
		if err != nil {
			return 0, err
		}
		count += len(page.Images)
	}
	return count, nil
}
