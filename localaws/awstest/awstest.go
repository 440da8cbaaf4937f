// Package awstest starts a local AWS for a test and makes clients of it.
package awstest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/servicequotas"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/amikit/amikit/localaws/identity"
	"github.com/amikit/amikit/localaws/server"
	"github.com/amikit/amikit/localaws/timing"
)

// The accounts of the access keys that Start knows: key "mine" is of Mine and
// key "theirs" of Theirs.
const (
	Mine   = "111111111111"
	Theirs = "222222222222"
	// Region is the one that clients are for unless they ask for another.
	Region = "us-west-2"
)

// AWS is a running local AWS.
type AWS struct {
	// URL is the endpoint of all services.
	URL string

	t      testing.TB
	server *server.Server
	http   *httptest.Server
	dir    string
}

// Config is what Start opens in a folder: work takes no time in it.
func Config(dir string) server.Config {
	return server.Config{
		Dir: dir,
		Credentials: []identity.Credential{
			{AccessKey: "mine", SecretKey: "secret", AccountID: Mine, User: "me"},
			{AccessKey: "theirs", SecretKey: "secret", AccountID: Theirs, User: "them"},
		},
		Durations: timing.Durations{},
	}
}

// Start runs a local AWS until the test ends. A process can run one at a time.
func Start(t testing.TB) *AWS {
	t.Helper()
	return StartIn(t, t.TempDir())
}

// StartIn is Start with a folder of data that may have been used before.
func StartIn(t testing.TB, dir string) *AWS {
	t.Helper()
	a := &AWS{t: t, dir: dir}
	a.open()
	t.Cleanup(a.Stop)
	return a
}

func (a *AWS) open() {
	a.t.Helper()
	s, err := server.New(a.t.Context(), Config(a.dir))
	if err != nil {
		a.t.Fatal(err)
	}
	a.server, a.http = s, httptest.NewServer(s)
	a.URL = a.http.URL
}

// Stop ends it; a second call does nothing.
func (a *AWS) Stop() {
	if a.server == nil {
		return
	}
	a.http.Close()
	if err := a.server.Close(); err != nil {
		a.t.Error(err)
	}
	a.server = nil
}

// Restart stops it and opens its data again, at another URL.
func (a *AWS) Restart() {
	a.t.Helper()
	a.Stop()
	a.open()
}

// Options change how a client calls.
type Options func(*aws.Config)

// As makes a client sign with the key "theirs" or another one.
func As(accessKey, secret, token string) Options {
	return func(c *aws.Config) {
		c.Credentials = credentials.NewStaticCredentialsProvider(accessKey, secret, token)
	}
}

// Other is As for the second account.
func Other() Options { return As("theirs", "secret", "") }

// In makes a client for another region.
func In(region string) Options { return func(c *aws.Config) { c.Region = region } }

func (a *AWS) config(options []Options) aws.Config {
	c := aws.Config{Region: Region, BaseEndpoint: aws.String(a.URL), RetryMaxAttempts: 1}
	As("mine", "secret", "")(&c)
	for _, change := range options {
		change(&c)
	}
	return c
}

// EC2 makes a client.
func (a *AWS) EC2(options ...Options) *ec2.Client { return ec2.NewFromConfig(a.config(options)) }

// EBS makes a client.
func (a *AWS) EBS(options ...Options) *ebs.Client { return ebs.NewFromConfig(a.config(options)) }

// STS makes a client.
func (a *AWS) STS(options ...Options) *sts.Client { return sts.NewFromConfig(a.config(options)) }

// Quotas makes a client.
func (a *AWS) Quotas(options ...Options) *servicequotas.Client {
	return servicequotas.NewFromConfig(a.config(options))
}

// IAM makes a client.
func (a *AWS) IAM(options ...Options) *iam.Client {
	return iam.NewFromConfig(a.config(append([]Options{In("us-east-1")}, options...)))
}

// S3 makes a client that names buckets in the path.
func (a *AWS) S3(options ...Options) *s3.Client {
	return s3.NewFromConfig(a.config(options), func(o *s3.Options) { o.UsePathStyle = true })
}

// Admin sends an admin request with a JSON body, and gives back the answer.
func (a *AWS) Admin(method, path string, body any) []byte {
	a.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		a.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(a.t.Context(), method, a.URL+"/_localaws/"+path, bytes.NewReader(text))
	if err != nil {
		a.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= http.StatusBadRequest {
		a.t.Fatalf("%s %s: %s %s %v", method, path, response.Status, answer, err)
	}
	return answer
}
