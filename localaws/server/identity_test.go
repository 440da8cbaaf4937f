package server_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/amikit/amikit/localaws/awstest"
)

func TestCallerIdentity(t *testing.T) {
	a := awstest.Start(t)
	out, err := a.STS().GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil {
		t.Fatal(err)
	}
	if *out.Account != awstest.Mine || *out.Arn != "arn:aws:iam::"+awstest.Mine+":user/me" {
		t.Errorf("caller is %s %s", *out.Account, *out.Arn)
	}
}

func TestRefusedSignatures(t *testing.T) {
	a := awstest.Start(t)
	tests := map[string]struct {
		call func(awstest.Options) error
		key  string
		code string
	}{
		"EC2, unknown key":  {describe(t, a), "nobody", "AuthFailure"},
		"EC2, wrong secret": {describe(t, a), "mine", "AuthFailure"},
		"STS, unknown key":  {identify(t, a), "nobody", "InvalidClientTokenId"},
		"STS, wrong secret": {identify(t, a), "mine", "SignatureDoesNotMatch"},
		"EBS, unknown key":  {listBlocks(t, a), "nobody", "UnrecognizedClientException"},
		"EBS, wrong secret": {listBlocks(t, a), "mine", "InvalidSignatureException"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			awstest.WantCode(t, test.call(awstest.As(test.key, "wrong", "")), test.code)
		})
	}
}

func describe(t *testing.T, a *awstest.AWS) func(awstest.Options) error {
	return func(o awstest.Options) error {
		_, err := a.EC2(o).DescribeImages(t.Context(), &ec2.DescribeImagesInput{})
		return err
	}
}

func identify(t *testing.T, a *awstest.AWS) func(awstest.Options) error {
	return func(o awstest.Options) error {
		_, err := a.STS(o).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
		return err
	}
}

func listBlocks(t *testing.T, a *awstest.AWS) func(awstest.Options) error {
	return func(o awstest.Options) error {
		_, err := a.EBS(o).ListSnapshotBlocks(t.Context(), &ebs.ListSnapshotBlocksInput{SnapshotId: aws.String("snap-1")})
		return err
	}
}
