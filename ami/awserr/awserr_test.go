package awserr

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// answer is an error as the SDK's clients return it.
func answer(service, operation string, status int, code, message string) error {
	return &smithy.OperationError{ServiceID: service, OperationName: operation, Err: &awshttp.ResponseError{
		RequestID: "request-1",
		ResponseError: &smithyhttp.ResponseError{
			Response: &smithyhttp.Response{Response: &http.Response{StatusCode: status}},
			Err:      &smithy.GenericAPIError{Code: code, Message: message},
		},
	}}
}

func TestARefusalKeepsAWSsWordsCodeAndRequest(t *testing.T) {
	err := Explain(fmt.Errorf("register: %w", answer("EC2", "RegisterImage", 400, "InvalidAMIName.Duplicate", "AMI name x is already\n in use by AMI ami-1.")))
	var call *CallError
	if !errors.As(err, &call) || call.Action != "ec2:RegisterImage" || call.Code != "InvalidAMIName.Duplicate" || call.RequestID != "request-1" {
		t.Fatalf("explained as %#v", err)
	}
	if got, want := err.Error(), "AMI name x is already in use by AMI ami-1 (InvalidAMIName.Duplicate, request request-1)"; got != want {
		t.Fatalf("it says %q, want %q", got, want)
	}
}

// skewedAnswer is an answer to a request that was signed so much ahead of the answer's time.
func skewedAnswer(operation, code string, ahead time.Duration) error {
	err := answer("S3", operation, 403, code, "")
	var response *awshttp.ResponseError
	errors.As(err, &response)
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	response.Response.Header = http.Header{"Date": {now.Format(http.TimeFormat)}}
	response.Response.Request = &http.Request{Header: http.Header{"X-Amz-Date": {now.Add(ahead).Format("20060102T150405Z")}}}
	return err
}

func TestAWrongClockIsToldFromADenial(t *testing.T) {
	for _, c := range []struct {
		code  string
		ahead time.Duration
		want  string
	}{
		{"Forbidden", 40 * time.Minute, "set this machine's clock, which is 40m ahead of AWS's"},
		{"Forbidden", -26 * time.Hour, "set this machine's clock, which is 26h0m behind AWS's"},
		{"Forbidden", time.Minute, "allow s3:GetObject"},
		{"RequestTimeTooSkewed", 16 * time.Minute, "which is 16m ahead of AWS's"},
		{"SignatureDoesNotMatch", -6 * time.Minute, "which is 6m behind AWS's"},
		{"SignatureDoesNotMatch", 0, "check the access key"},
		{"NoSuchBucket", time.Hour, "check S3_BUCKET"},
	} {
		err := skewedAnswer("HeadObject", c.code, c.ahead)
		if got := Explain(err).Error(); !strings.Contains(got, c.want) {
			t.Errorf("%s, %s ahead: it says %q, want %q", c.code, c.ahead, got, c.want)
		}
		if isSkew := strings.Contains(c.want, "clock"); c.code == "Forbidden" && Denied(err) == isSkew {
			t.Errorf("%s, %s ahead: it counts as denied: %v", c.code, c.ahead, !isSkew)
		}
	}
}

func TestADeniedCallNamesTheActionOfIAM(t *testing.T) {
	for operation, action := range map[string]string{
		"HeadObject": "s3:GetObject", "HeadBucket": "s3:ListBucket", "UploadPart": "s3:PutObject", "ListParts": "s3:ListMultipartUploadParts", "PutObject": "s3:PutObject",
	} {
		var denied *DeniedError
		if err := Explain(answer("S3", operation, 403, "Forbidden", "")); !errors.As(err, &denied) || denied.Action != action {
			t.Errorf("%s: %v", operation, err)
		}
	}
}

func TestADeniedCallNamesTheActionThatAWSNames(t *testing.T) {
	err := Explain(answer("EC2", "RegisterImage", 403, "UnauthorizedOperation", "User: ann is not authorized to perform: ec2:CreateTags on resource: *"))
	var denied *DeniedError
	if !errors.As(err, &denied) || denied.Action != "ec2:CreateTags" || !strings.HasSuffix(err.Error(), "allow ec2:CreateTags for these credentials") {
		t.Fatalf("explained as %v", err)
	}
}

func TestHintsSayWhatToDo(t *testing.T) {
	for code, want := range map[string]string{
		"AuthFailure": "AWS_SESSION_TOKEN", "ExpiredToken": "renew them", "RequestExpired": "renew them", "RequestTimeTooSkewed": "clock", "NoSuchBucket": "S3_BUCKET",
	} {
		if err := Explain(answer("EC2", "DescribeImages", 400, code, "No.")); !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestASilentEndpointIsNamed(t *testing.T) {
	err := Explain(&smithy.OperationError{ServiceID: "STS", OperationName: "GetCallerIdentity", Err: &smithyhttp.RequestSendError{
		Err: &url.Error{Op: "Post", URL: "http://127.0.0.1:1/?secret=x", Err: errors.New("connection refused")},
	}})
	var silent *UnreachableError
	if !errors.As(err, &silent) || silent.Endpoint != "http://127.0.0.1:1" {
		t.Fatalf("explained as %#v", err)
	}
}

func TestOtherErrorsStayAsTheyAre(t *testing.T) {
	plain := errors.New("plain")
	for _, err := range []error{nil, plain, context.Canceled, fmt.Errorf("upload: %w", context.Canceled)} {
		if got := Explain(err); got != err {
			t.Errorf("%v became %v", err, got)
		}
	}
	given := &smithy.OperationError{ServiceID: "EBS", OperationName: "PutSnapshotBlock", Err: &smithy.CanceledError{Err: context.Canceled}}
	if got := Explain(given); got != context.Canceled {
		t.Errorf("a cancelled call became %v", got)
	}
	once := Explain(answer("EC2", "DescribeImages", 400, "InternalError", "x"))
	if Explain(once) != once {
		t.Error("an explained error was explained again")
	}
}

func TestWhatIsPassedOver(t *testing.T) {
	for code, want := range map[string]bool{"AccessDenied": true, "UnauthorizedOperation": true, "InvalidAction": true, "NotImplemented": true, "NoSuchKey": false, "InternalError": false} {
		if NotChecked(answer("S3", "ListParts", 400, code, "")) != want {
			t.Errorf("%s: want %v", code, want)
		}
	}
	if NotChecked(nil) || Denied(nil) || Code(nil) != "" || Status(nil) != 0 || RequestID(nil) != "" {
		t.Error("no error is taken for one")
	}
}
