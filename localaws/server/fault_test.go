package server_test

import (
	"bytes"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/amikit/amikit/localaws/awstest"
)

// calls are one of each service.
func calls(t *testing.T, a *awstest.AWS) map[string]func() error {
	return map[string]func() error{
		"ec2:DescribeImages": func() error {
			_, err := a.EC2().DescribeImages(t.Context(), &ec2.DescribeImagesInput{})
			return err
		},
		"ebs:StartSnapshot": func() error {
			_, err := a.EBS().StartSnapshot(t.Context(), &ebs.StartSnapshotInput{VolumeSize: aws.Int64(1)})
			return err
		},
		"sts:GetCallerIdentity": func() error {
			_, err := a.STS().GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
			return err
		},
		"s3:PutObject": func() error {
			_, err := a.S3().PutObject(t.Context(), &s3.PutObjectInput{
				Bucket: aws.String(awstest.Bucket), Key: aws.String("key"), Body: bytes.NewReader([]byte("body")),
			})
			return err
		},
	}
}

func TestEachServiceFailsInItsOwnWay(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	codes := map[string]map[string]string{
		"throttle": {
			"ec2:DescribeImages": "RequestLimitExceeded", "ebs:StartSnapshot": "RequestThrottledException",
			"sts:GetCallerIdentity": "Throttling", "s3:PutObject": "SlowDown",
		},
		"error": {
			"ec2:DescribeImages": "InternalError", "ebs:StartSnapshot": "InternalServerException",
			"sts:GetCallerIdentity": "InternalError", "s3:PutObject": "InternalError",
		},
		"expire": {
			"ec2:DescribeImages": "RequestExpired", "ebs:StartSnapshot": "ExpiredTokenException",
			"sts:GetCallerIdentity": "ExpiredToken", "s3:PutObject": "ExpiredToken",
		},
		"skew": {
			"ec2:DescribeImages": "RequestExpired", "ebs:StartSnapshot": "InvalidSignatureException",
			"sts:GetCallerIdentity": "SignatureDoesNotMatch", "s3:PutObject": "RequestTimeTooSkewed",
		},
	}
	for kind, byAction := range codes {
		for action, call := range calls(t, a) {
			t.Run(kind+" "+action, func(t *testing.T) {
				a.Admin("POST", "faults", map[string]any{"action": action, "kind": kind, "nth": 2})
				defer a.Admin("DELETE", "faults", nil)
				if err := call(); err != nil {
					t.Errorf("the first call: %v", err)
				}
				awstest.WantCode(t, call(), byAction[action])
				if err := call(); err != nil {
					t.Errorf("the third call: %v", err)
				}
			})
		}
	}
}

func TestACutConnectionComesBeforeTheEffectAndALostAnswerAfterIt(t *testing.T) {
	for kind, want := range map[string]int{"cut": 0, "lose": 1} {
		t.Run(kind, func(t *testing.T) {
			a := awstest.Start(t)
			a.Admin("POST", "faults", map[string]any{"action": "ebs:StartSnapshot", "kind": kind})
			err := calls(t, a)["ebs:StartSnapshot"]()
			var response *smithyhttp.ResponseError
			if err == nil || errors.As(err, &response) && response.HTTPStatusCode() != 0 {
				t.Errorf("there is an answer: %v", err)
			}
			out, err := a.EC2().DescribeSnapshots(t.Context(), &ec2.DescribeSnapshotsInput{OwnerIds: []string{"self"}})
			if err != nil || len(out.Snapshots) != want {
				t.Errorf("there are %d snapshots, want %d: %v", len(out.Snapshots), want, err)
			}
		})
	}
}

func TestChanceIsTheSameForTheSameSeed(t *testing.T) {
	a := awstest.Start(t)
	run := func() (failed []bool) {
		a.Admin("POST", "faults", map[string]any{"action": "sts:*", "kind": "error", "probability": 0.5, "seed": 7})
		defer a.Admin("DELETE", "faults", nil)
		for range 30 {
			failed = append(failed, calls(t, a)["sts:GetCallerIdentity"]() != nil)
		}
		return failed
	}
	first, second := run(), run()
	some := false
	for i := range first {
		some = some || first[i]
		if first[i] != second[i] {
			t.Errorf("call %d differs", i)
		}
	}
	if !some {
		t.Error("nothing failed")
	}
}

func TestANewResourceIsHiddenForAWhile(t *testing.T) {
	a := awstest.Start(t)
	snapshot := a.Snapshot()
	a.Admin("POST", "faults", map[string]any{"action": "ec2:DescribeImages", "kind": "hide", "times": 2})
	id := a.Image("shy", snapshot)
	byID := func() error {
		_, err := a.EC2().DescribeImages(t.Context(), &ec2.DescribeImagesInput{ImageIds: []string{id}})
		return err
	}
	awstest.WantCode(t, byID(), "InvalidAMIID.NotFound")
	list, err := a.EC2().DescribeImages(t.Context(), &ec2.DescribeImagesInput{})
	if err != nil || len(list.Images) != 0 {
		t.Errorf("the list shows %v, %v", list, err)
	}
	if err := byID(); err != nil {
		t.Error(err)
	}
	a.Admin("DELETE", "faults", nil)
	a.Admin("POST", "faults", map[string]any{"action": "ec2:DescribeImages", "kind": "hide", "forMs": 60000})
	id = a.Image("very shy", snapshot)
	awstest.WantCode(t, byID(), "InvalidAMIID.NotFound")
	a.Admin("POST", "clock", map[string]string{"advance": "1m"})
	if err := byID(); err != nil {
		t.Error(err)
	}
}

func TestASlowBodyTakesItsTime(t *testing.T) {
	a := awstest.Start(t)
	a.Admin("POST", "faults", map[string]any{"action": "sts:*", "kind": "slow", "bytesPerSecond": 2000})
	begin := time.Now()
	if err := calls(t, a)["sts:GetCallerIdentity"](); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begin); took < 100*time.Millisecond {
		t.Errorf("took %s", took)
	}
}

func TestASkewedAnswerHasAShiftedDate(t *testing.T) {
	a := awstest.Start(t)
	a.Admin("POST", "faults", map[string]any{"action": "*", "kind": "skew", "skewMinutes": 40, "times": -1})
	for _, action := range []string{"ec2:DescribeImages", "s3:PutObject"} {
		var response *smithyhttp.ResponseError
		if err := calls(t, a)[action](); !errors.As(err, &response) {
			t.Fatal(err)
		}
		date, err := http.ParseTime(response.Response.Header.Get("Date"))
		if err != nil || time.Until(date) < 39*time.Minute {
			t.Errorf("%s: date is %v, %v", action, date, err)
		}
	}
}
