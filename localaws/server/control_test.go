package server_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/amikit/amikit/localaws/awstest"
)

func TestDeniedActions(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	codes := map[string]string{
		"ec2:DescribeImages": "UnauthorizedOperation", "ebs:StartSnapshot": "AccessDeniedException", "s3:PutObject": "AccessDenied",
	}
	for action, code := range codes {
		t.Run(action, func(t *testing.T) {
			call := calls(t, a)[action]
			a.Admin("POST", "denials", map[string]any{"action": action, "accessKey": "mine"})
			defer a.Admin("DELETE", "denials", nil)
			awstest.WantCode(t, call(), code)
		})
	}
}

func TestADeniedTagRefusesTheWholeRegistration(t *testing.T) {
	a := awstest.Start(t)
	snapshot := a.Snapshot()
	a.Admin("POST", "denials", map[string]any{"action": "ec2:CreateTags", "resource": "*image/*"})
	in := awstest.RegisterInput("untagged", snapshot)
	in.DryRun = aws.Bool(true)
	_, err := a.EC2().RegisterImage(t.Context(), in)
	awstest.WantCode(t, err, "DryRunOperation")
	in.TagSpecifications = []ec2types.TagSpecification{{
		ResourceType: ec2types.ResourceTypeImage, Tags: []ec2types.Tag{{Key: aws.String("k")}},
	}}
	_, err = a.EC2().RegisterImage(t.Context(), in)
	awstest.WantCode(t, err, "UnauthorizedOperation")
}

func TestTheJournalCountsCalls(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	a.Admin("DELETE", "requests", nil)
	for name, call := range calls(t, a) {
		if err := call(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var entries []struct {
		Service, Action, AccessKey, Region string
		Status                             int
		BytesIn, BytesOut                  int64
	}
	if err := json.Unmarshal(a.Admin("GET", "requests", nil), &entries); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, e := range entries {
		seen[e.Service+":"+e.Action] = true
		if e.AccessKey != "mine" || e.Region != awstest.Region || e.Status/100 != 2 || e.BytesIn == 0 {
			t.Errorf("entry is %+v", e)
		}
	}
	for name := range calls(t, a) {
		if !seen[name] {
			t.Errorf("no %s in %+v", name, entries)
		}
	}
}

func TestAnExpiredSessionIsRefused(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	a.Admin("POST", "credentials", map[string]any{
		"accessKey": "session", "secretKey": "secret", "sessionToken": "token", "accountId": awstest.Mine,
		"expires": time.Now().Add(time.Hour),
	})
	session := awstest.As("session", "secret", "token")
	out, err := a.STS(session).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil || *out.Arn != "arn:aws:sts::"+awstest.Mine+":assumed-role/localaws/session" {
		t.Fatalf("caller is %+v, %v", out, err)
	}
	list := func() error {
		_, err := a.S3(session).ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String(awstest.Bucket)})
		return err
	}
	if err := list(); err != nil {
		t.Error(err)
	}
	a.Admin("POST", "clock", map[string]string{"advance": "61m"})
	_, err = a.STS(session).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	awstest.WantCode(t, err, "ExpiredToken")
	awstest.WantCode(t, list(), "ExpiredToken")
}
