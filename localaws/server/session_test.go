package server_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/amikit/amikit/localaws/awstest"
)

func TestASessionIsTheUserForItsTime(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	out, err := a.STS().GetSessionToken(t.Context(), &sts.GetSessionTokenInput{DurationSeconds: aws.Int32(900)})
	if err != nil {
		t.Fatal(err)
	}
	c := out.Credentials
	if left := time.Until(*c.Expiration); left < 14*time.Minute || left > 15*time.Minute || !strings.HasPrefix(*c.AccessKeyId, "ASIA") {
		t.Errorf("keys are %s, for %s", *c.AccessKeyId, left)
	}
	session := awstest.As(*c.AccessKeyId, *c.SecretAccessKey, *c.SessionToken)
	user, err := a.STS().GetCallerIdentity(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	same, err := a.STS(session).GetCallerIdentity(t.Context(), nil)
	if err != nil || *same.Arn != *user.Arn || *same.UserId != *user.UserId {
		t.Errorf("the session is %+v, %v; the user %+v", same, err, user)
	}
	if _, err := a.S3(session).ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String(awstest.Bucket)}); err != nil {
		t.Error(err)
	}
	_, err = a.STS(session).GetSessionToken(t.Context(), nil)
	awstest.WantCode(t, err, "AccessDenied")
	a.Admin("POST", "clock", map[string]string{"advance": "16m"})
	_, err = a.STS(session).GetCallerIdentity(t.Context(), nil)
	awstest.WantCode(t, err, "ExpiredToken")
}

func TestASessionThatCannotBe(t *testing.T) {
	a := awstest.Start(t)
	for code, in := range map[string]*sts.GetSessionTokenInput{
		"ValidationError": {DurationSeconds: aws.Int32(60)},
		"AccessDenied":    {SerialNumber: aws.String("arn:aws:iam::123456789012:mfa/me"), TokenCode: aws.String("123456")},
	} {
		_, err := a.STS().GetSessionToken(t.Context(), in)
		awstest.WantCode(t, err, code)
	}
}
