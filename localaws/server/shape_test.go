package server_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/amikit/amikit/localaws/awstest"
)

// send signs a request by hand and gives back the whole answer.
func send(t *testing.T, a *awstest.AWS, service, method, path, body string, header map[string]string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, a.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if service != "ebs" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	sum := sha256.Sum256([]byte(body))
	credentials := aws.Credentials{AccessKeyID: "mine", SecretAccessKey: "secret"}
	err = v4.NewSigner().SignHTTP(t.Context(), credentials, r, hex.EncodeToString(sum[:]), service, awstest.Region, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(text)
}

// id is what differs from call to call.
var id = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)

func TestShapesOfQueryAnswers(t *testing.T) {
	a := awstest.Start(t)
	const declaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	tests := map[string]struct {
		service, form string
		status        int
		want          string
	}{
		"an empty list": {
			"ec2", "Action=DescribeImages&Version=2016-11-15&Owner.1=self", 200,
			`<DescribeImagesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>ID</requestId>` +
				`<imagesSet></imagesSet></DescribeImagesResponse>`,
		},
		"an unknown action": {
			"ec2", "Action=MakeCoffee&Version=2016-11-15", 400,
			`<Response><Errors><Error><Code>InvalidAction</Code><Message>The action MakeCoffee is not valid for this web service.` +
				`</Message></Error></Errors><RequestID>ID</RequestID></Response>`,
		},
		"an unknown version": {
			"ec2", "Action=DescribeImages&Version=2001-01-01", 400,
			`<Response><Errors><Error><Code>NoSuchVersion</Code><Message>The requested version (2001-01-01) of service EC2 does not exist` +
				`</Message></Error></Errors><RequestID>ID</RequestID></Response>`,
		},
		"a dry run": {
			"ec2", "Action=DescribeRegions&Version=2016-11-15&DryRun=true", 412,
			`<Response><Errors><Error><Code>DryRunOperation</Code><Message>Request would have succeeded, but DryRun flag is set.` +
				`</Message></Error></Errors><RequestID>ID</RequestID></Response>`,
		},
		"the caller": {
			"sts", "Action=GetCallerIdentity&Version=2011-06-15", 200,
			`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
				`<Arn>arn:aws:iam::111111111111:user/me</Arn><UserId>AIDAUSER</UserId><Account>111111111111</Account>` +
				`</GetCallerIdentityResult><ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
		},
	}
	user := regexp.MustCompile(`AIDA[A-Z2-7]{17}`)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			response, text := send(t, a, test.service, http.MethodPost, "/", test.form, nil)
			text = user.ReplaceAllString(id.ReplaceAllString(text, "ID"), "AIDAUSER")
			if response.StatusCode != test.status || text != declaration+test.want {
				t.Errorf("%d %s\nwant %s", response.StatusCode, text, test.want)
			}
			if response.Header.Get("Date") == "" || response.Header.Get("x-amzn-RequestId") == "" {
				t.Errorf("header is %v", response.Header)
			}
		})
	}
}

func TestAServiceThatIsNotHereIsRefused(t *testing.T) {
	a := awstest.Start(t)
	response, text := send(t, a, "kms", http.MethodPost, "/", "{}", map[string]string{"X-Amz-Target": "TrentService.DescribeKey"})
	kind := response.Header.Get("x-amzn-ErrorType")
	if response.StatusCode != http.StatusBadRequest || !strings.HasPrefix(kind, "UnknownOperationException") || !strings.Contains(text, "kms") {
		t.Errorf("%s %s %s", response.Status, kind, text)
	}
}

func TestAQueryMayBeAGet(t *testing.T) {
	a := awstest.Start(t)
	response, text := send(t, a, "ec2", http.MethodGet, "/?Action=DescribeRegions&Version=2016-11-15&RegionName.1=eu-west-1", "", nil)
	if response.StatusCode != http.StatusOK || !strings.Contains(text, "<regionName>eu-west-1</regionName>") {
		t.Errorf("%s %s", response.Status, text)
	}
}

func TestAnEC2ErrorClosesTheConnection(t *testing.T) {
	a := awstest.Start(t)
	response, _ := send(t, a, "ec2", http.MethodPost, "/", "Action=MakeCoffee&Version=2016-11-15", nil)
	if !response.Close || response.Header.Get("Server") != "AmazonEC2" {
		t.Errorf("close is %v, header %v", response.Close, response.Header)
	}
}

func TestShapesOfEBSAnswers(t *testing.T) {
	a := awstest.Start(t)
	tests := map[string]struct {
		method, path, body string
		status             int
		kind               string
		want               string
	}{
		"an error of the service": {
			"GET", "/snapshots/snap-1/blocks", "", 404, "ResourceNotFoundException",
			`{"Message":"The snapshot 'snap-1' does not exist.","Reason":"SNAPSHOT_NOT_FOUND"}`,
		},
		"an error of the framework": {
			"PUT", "/snapshots/snap-1/blocks/-1", "", 400, "ValidationException",
			`{"message":"1 validation error detected: Value '-1' at 'blockIndex' failed to satisfy constraint: ` +
				`Member must have value greater than or equal to 0"}`,
		},
		"a started snapshot": {
			"POST", "/snapshots", `{"VolumeSize":1}`, 201, "",
			`{"Description":null,"SnapshotId":"ID","OwnerId":"111111111111","Status":"pending","StartTime":TIME,` +
				`"VolumeSize":1,"BlockSize":524288,"Tags":null,"ParentSnapshotId":null,"KmsKeyArn":null,"SseType":null}`,
		},
	}
	snapshot := regexp.MustCompile(`snap-0[0-9a-f]{16}`)
	moment := regexp.MustCompile(`[0-9.]+E9`)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			response, text := send(t, a, "ebs", test.method, test.path, test.body, nil)
			text = moment.ReplaceAllString(snapshot.ReplaceAllString(text, "ID"), "TIME")
			kind, _, _ := strings.Cut(response.Header.Get("x-amzn-ErrorType"), ":")
			if response.StatusCode != test.status || kind != test.kind || text != test.want {
				t.Errorf("%d %s %s\nwant %s", response.StatusCode, kind, text, test.want)
			}
		})
	}
}

func TestARequestWithoutASignature(t *testing.T) {
	a := awstest.Start(t)
	a.MakeBucket()
	tests := map[string]struct {
		method, path, body string
		status             int
		code               string
	}{
		"EC2": {"POST", "/", "Action=DescribeImages&Version=2016-11-15", 400, "MissingAuthenticationToken"},
		"STS": {"POST", "/", "Action=GetCallerIdentity&Version=2011-06-15", 403, "MissingAuthenticationToken"},
		"EBS": {"GET", "/snapshots/snap-1/blocks", "", 403, "MissingAuthenticationTokenException"},
		"S3":  {"PUT", "/" + awstest.Bucket + "/key", "body", 403, "AccessDenied"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), test.method, a.URL+test.path, strings.NewReader(test.body))
			if err != nil {
				t.Fatal(err)
			}
			if test.path == "/" {
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			}
			response, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = response.Body.Close() }()
			text, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			found := response.Header.Get("x-amzn-ErrorType") + string(text)
			if response.StatusCode != test.status || !strings.Contains(found, test.code) {
				t.Errorf("%s %s", response.Status, found)
			}
		})
	}
}
