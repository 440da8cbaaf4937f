// Package role tells what is wrong with the role by which AWS imports a disk, as
// far as the caller may look at it.
package role

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/amikit/amikit/ami/awserr"
)

// Client is what is used of IAM.
type Client interface {
	GetRole(context.Context, *iam.GetRoleInput, ...func(*iam.Options)) (*iam.GetRoleOutput, error)
	SimulatePrincipalPolicy(context.Context, *iam.SimulatePrincipalPolicyInput, ...func(*iam.Options)) (*iam.SimulatePrincipalPolicyOutput, error)
	ListAttachedRolePolicies(context.Context, *iam.ListAttachedRolePoliciesInput, ...func(*iam.Options)) (*iam.ListAttachedRolePoliciesOutput, error)
	ListRolePolicies(context.Context, *iam.ListRolePoliciesInput, ...func(*iam.Options)) (*iam.ListRolePoliciesOutput, error)
	GetRolePolicy(context.Context, *iam.GetRolePolicyInput, ...func(*iam.Options)) (*iam.GetRolePolicyOutput, error)
}

// Need is one permission that the role must have.
type Need struct {
	// Action is as IAM writes it, Resource an ARN or "*".
	Action, Resource string
}

// Needs are those of an import from the bucket (VM Import/Export User Guide,
// "Required permissions for VM Import/Export").
func Needs(partition, bucket, key string) []Need {
	arn := "arn:" + partition + ":s3:::" + bucket
	return []Need{
		{"s3:GetBucketLocation", arn}, {"s3:ListBucket", arn}, {"s3:GetObject", arn + "/" + key},
		{"ec2:ModifySnapshotAttribute", "*"}, {"ec2:CopySnapshot", "*"}, {"ec2:RegisterImage", "*"}, {"ec2:DescribeSnapshots", "*"},
	}
}

// Role is the role to look at.
type Role struct {
	Client Client
	Name   string
}

// Problem returns what is wrong with the role, in words that follow its name, or
// "". Its error is a look that was refused or failed: then nothing is known.
func (r Role) Problem(ctx context.Context, needs []Need) (string, error) {
	out, err := r.Client.GetRole(ctx, &iam.GetRoleInput{RoleName: aws.String(r.Name)})
	if awserr.Is(err, "NoSuchEntity") {
		return "does not exist", nil
	}
	if err != nil {
		return "", awserr.Explain(err)
	}
	if !trusts(aws.ToString(out.Role.AssumeRolePolicyDocument)) {
		return "does not let vmie.amazonaws.com assume it with the external ID vmimport", nil
	}
	lacks, err := r.lacks(ctx, aws.ToString(out.Role.Arn), needs)
	if err != nil || len(lacks) == 0 {
		return "", awserr.Explain(err)
	}
	return "lacks " + list(lacks), nil
}

// lacks asks IAM to decide, and decides by the role's own policies where it may not.
func (r Role) lacks(ctx context.Context, arn string, needs []Need) ([]Need, error) {
	lacks, err := r.simulate(ctx, arn, needs)
	if awserr.NotChecked(err) {
		return r.read(ctx, needs)
	}
	return lacks, err
}

func (r Role) simulate(ctx context.Context, arn string, needs []Need) (lacks []Need, err error) {
	for _, n := range needs {
		out, err := r.Client.SimulatePrincipalPolicy(ctx, &iam.SimulatePrincipalPolicyInput{
			PolicySourceArn: aws.String(arn), ActionNames: []string{n.Action}, ResourceArns: []string{n.Resource},
		})
		if err != nil {
			return nil, err
		}
		for _, result := range out.EvaluationResults {
			if result.EvalDecision != types.PolicyEvaluationDecisionTypeAllowed {
				lacks = append(lacks, n)
			}
		}
	}
	return lacks, nil
}

// read knows nothing of managed policies, whose text takes more rights to read.
func (r Role) read(ctx context.Context, needs []Need) ([]Need, error) {
	attached, err := r.Client.ListAttachedRolePolicies(ctx, &iam.ListAttachedRolePoliciesInput{RoleName: aws.String(r.Name)})
	if err != nil || len(attached.AttachedPolicies) > 0 {
		return nil, err
	}
	names, err := r.Client.ListRolePolicies(ctx, &iam.ListRolePoliciesInput{RoleName: aws.String(r.Name)})
	if err != nil {
		return nil, err
	}
	var statements []statement
	for _, name := range names.PolicyNames {
		policy, err := r.Client.GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: aws.String(r.Name), PolicyName: aws.String(name)})
		if err != nil {
			return nil, err
		}
		statements = append(statements, parse(aws.ToString(policy.PolicyDocument))...)
	}
	var lacks []Need
	for _, n := range needs {
		if !allows(statements, n) {
			lacks = append(lacks, n)
		}
	}
	return lacks, nil
}

func list(needs []Need) string {
	texts := make([]string, len(needs))
	for i, n := range needs {
		texts[i] = n.Action
		if n.Resource != "*" {
			texts[i] = fmt.Sprintf("%s on %s", n.Action, n.Resource)
		}
	}
	return strings.Join(texts, ", ")
}
