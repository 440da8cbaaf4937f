package iam_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/amikit/amikit/localaws/awstest"
)

func TestTheImportRoleIsThere(t *testing.T) {
	a := awstest.Start(t)
	out, err := a.IAM().GetRole(t.Context(), &iam.GetRoleInput{RoleName: aws.String("vmimport")})
	if err != nil {
		t.Fatal(err)
	}
	if *out.Role.Arn != "arn:aws:iam::"+awstest.Mine+":role/vmimport" || !strings.HasPrefix(*out.Role.RoleId, "AROA") {
		t.Errorf("role is %+v", out.Role)
	}
	trust, err := url.PathUnescape(*out.Role.AssumeRolePolicyDocument)
	if err != nil || !strings.Contains(trust, `"vmie.amazonaws.com"`) || strings.Contains(*out.Role.AssumeRolePolicyDocument, `"`) {
		t.Errorf("trust is %s, %v", *out.Role.AssumeRolePolicyDocument, err)
	}
	names, err := a.IAM().ListRolePolicies(t.Context(), &iam.ListRolePoliciesInput{RoleName: aws.String("vmimport")})
	if err != nil || len(names.PolicyNames) != 1 {
		t.Fatalf("policies are %+v, %v", names, err)
	}
	policy, err := a.IAM().GetRolePolicy(t.Context(),
		&iam.GetRolePolicyInput{RoleName: aws.String("vmimport"), PolicyName: &names.PolicyNames[0]})
	if err != nil || !strings.Contains(*policy.PolicyDocument, "s3%3AGetObject") {
		t.Errorf("policy is %+v, %v", policy, err)
	}
}

func TestAttachedPolicies(t *testing.T) {
	a := awstest.Start(t)
	const arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
	a.Admin("PUT", "accounts/"+awstest.Mine+"/roles/reader", map[string]any{"trust": "{}", "attached": []string{arn}})
	out, err := a.IAM().ListAttachedRolePolicies(t.Context(),
		&iam.ListAttachedRolePoliciesInput{RoleName: aws.String("reader")})
	if err != nil || len(out.AttachedPolicies) != 1 || *out.AttachedPolicies[0].PolicyName != "AmazonS3ReadOnlyAccess" {
		t.Errorf("policies are %+v, %v", out, err)
	}
}

func TestWhatIsNotThere(t *testing.T) {
	a := awstest.Start(t)
	_, err := a.IAM().GetRole(t.Context(), &iam.GetRoleInput{RoleName: aws.String("none")})
	awstest.WantCode(t, err, "NoSuchEntity")
	_, err = a.IAM().GetRolePolicy(t.Context(),
		&iam.GetRolePolicyInput{RoleName: aws.String("vmimport"), PolicyName: aws.String("none")})
	awstest.WantCode(t, err, "NoSuchEntity")
	a.Admin("POST", "denials", map[string]any{"action": "iam:GetRole"})
	_, err = a.IAM().GetRole(t.Context(), &iam.GetRoleInput{RoleName: aws.String("vmimport")})
	awstest.WantCode(t, err, "AccessDenied")
	_, err = a.IAM(awstest.In("us-west-2")).GetRole(t.Context(), &iam.GetRoleInput{RoleName: aws.String("vmimport")})
	awstest.WantCode(t, err, "SignatureDoesNotMatch")
}

func TestARolesPoliciesAreSimulated(t *testing.T) {
	a := awstest.Start(t)
	in := &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: aws.String("arn:aws:iam::" + awstest.Mine + ":role/vmimport"),
		ActionNames:     []string{"s3:GetObject", "s3:PutObject"}, ResourceArns: []string{"arn:aws:s3:::disks/x"},
	}
	out, err := a.IAM().SimulatePrincipalPolicy(t.Context(), in)
	if err != nil || len(out.EvaluationResults) != 2 || out.EvaluationResults[0].EvalDecision != "allowed" || out.EvaluationResults[1].EvalDecision != "implicitDeny" {
		t.Fatalf("simulated %+v, %v", out, err)
	}
	in.PolicySourceArn = aws.String("arn:aws:iam::" + awstest.Mine + ":role/none")
	_, err = a.IAM().SimulatePrincipalPolicy(t.Context(), in)
	awstest.WantCode(t, err, "NoSuchEntity")
}
