package s3

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/amikit/amikit/localaws/identity"
)

const (
	aliceID = "111111111111"
	bobID   = "222222222222"
)

// accounts are those that the tests speak for.
func accounts(accessKey string) (identity.Account, bool) {
	a, ok := map[string]identity.Account{
		"AKIAALICE":       {ID: aliceID, SecretKey: "alice-secret"},
		"AKIAALICESECOND": {ID: aliceID, SecretKey: "alice-second-secret"},
		"AKIABOB":         {ID: bobID, SecretKey: "bob-secret"},
		"ASIAALICE":       {ID: aliceID, SecretKey: "temporary-secret", SessionToken: "token"},
		"ASIAEXPIRED":     {ID: aliceID, SecretKey: "expired-secret", SessionToken: "old", Expired: true},
	}[accessKey]
	return a, ok
}

// serve runs a Service on a port of its own until the test ends.
func serve(t *testing.T, c Config) *httptest.Server {
	t.Helper()
	if c.Dir == "" {
		c.Dir = t.TempDir()
	}
	c.Accounts = accounts
	service, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(service)
	t.Cleanup(func() {
		server.Close()
		if err := service.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

type login struct{ accessKey, secretKey, token, region string }

func alice() login { return login{"AKIAALICE", "alice-secret", "", "us-east-1"} }
func bob() login   { return login{"AKIABOB", "bob-secret", "", "us-east-1"} }

func (l login) in(region string) login {
	l.region = region
	return l
}

// client speaks to the server without retries, so that tests see each answer.
func client(server *httptest.Server, l login, opts ...func(*awss3.Options)) *awss3.Client {
	return awss3.New(awss3.Options{
		BaseEndpoint:               aws.String(server.URL),
		Region:                     l.region,
		Credentials:                credentials.NewStaticCredentialsProvider(l.accessKey, l.secretKey, l.token),
		UsePathStyle:               true,
		Retryer:                    aws.NopRetryer{},
		HTTPClient:                 http.DefaultClient,
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenSupported,
	}, opts...)
}

func locatedIn(region string) *types.CreateBucketConfiguration {
	return &types.CreateBucketConfiguration{LocationConstraint: types.BucketLocationConstraint(region)}
}

// makeBucket creates a bucket in the region of the login.
func makeBucket(t *testing.T, server *httptest.Server, l login, name string) {
	t.Helper()
	in := &awss3.CreateBucketInput{Bucket: &name}
	if l.region != "us-east-1" {
		in.CreateBucketConfiguration = locatedIn(l.region)
	}
	if _, err := client(server, l).CreateBucket(t.Context(), in); err != nil {
		t.Fatalf("create bucket %s: %v", name, err)
	}
}
