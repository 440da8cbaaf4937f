package harness

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ebs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go/middleware"

	"github.com/amikit/amikit/internal/awsbody"
)

// Region is where the tests work, unless they say otherwise.
const Region = "us-east-1"

// Account is an account of the local AWS with one access key and one bucket.
type Account struct {
	// ID is its number.
	ID string `json:"accountId"`
	// AccessKey and SecretKey are its only credentials.
	AccessKey string `json:"accessKey"`
	SecretKey string `json:"secretKey"`

	endpoint string
}

// SecretCanary stands in every account's secret key and nowhere else.
const SecretCanary = "e2e-secret-canary-"

// accounts is how many accounts there are: at least one for each test.
const accounts = 1000

// account returns the account of a number. A search for its
// secret finds where it leaks to.
func account(number int) Account {
	return Account{
		ID:        fmt.Sprintf("%012d", 100000000000+number),
		AccessKey: fmt.Sprintf("AKIAE2E%013d", number),
		SecretKey: fmt.Sprintf(SecretCanary+"%022d", number),
	}
}

// writeAccounts writes the file of credentials that the local AWS reads.
func writeAccounts(dir string) (string, error) {
	var all []Account
	for n := range accounts {
		all = append(all, account(n))
	}
	data, err := json.Marshal(all)
	if err != nil {
		return "", fmt.Errorf("encode the accounts: %w", err)
	}
	name := filepath.Join(dir, "accounts.json")
	return name, os.WriteFile(name, data, 0o600)
}

// NewAccount returns an account that no other test has, with an empty bucket in
// a region.
func (a *LocalAWS) NewAccount(ctx context.Context, region string) (Account, error) {
	n := int(a.used.Add(1))
	if n >= accounts {
		return Account{}, fmt.Errorf("all %d accounts are used", accounts)
	}
	own := account(n)
	own.endpoint = a.Endpoint
	in := &s3.CreateBucketInput{Bucket: aws.String(own.Bucket())}
	if region != Region {
		in.CreateBucketConfiguration = &types.CreateBucketConfiguration{LocationConstraint: types.BucketLocationConstraint(region)}
	}
	if _, err := s3.NewFromConfig(own.config(region), func(o *s3.Options) { o.UsePathStyle = true }).CreateBucket(ctx, in); err != nil {
		return Account{}, fmt.Errorf("make the bucket of account %s: %w", own.ID, err)
	}
	return own, nil
}

// Bucket is the account's bucket.
func (a Account) Bucket() string { return "e2e-" + a.ID }

// Secrets are the credentials as a build takes them.
func (a Account) Secrets() map[string]string {
	return map[string]string{"AWS_ACCESS_KEY_ID": a.AccessKey, "AWS_SECRET_ACCESS_KEY": a.SecretKey}
}

// Args are the build args that publish into the account.
func (a Account) Args() map[string]string {
	return map[string]string{
		"REGION": Region, "S3_BUCKET": a.Bucket(), "AWS_ENDPOINT_URL": a.endpoint,
		"IMPORT_POLL": "20ms", "IMAGE_POLL": "20ms",
	}
}

// EC2 and EBS are clients of the account.
func (a Account) EC2() *ec2.Client { return ec2.NewFromConfig(a.config(Region)) }

// EBS reads the account's snapshots.
func (a Account) EBS() *ebs.Client { return ebs.NewFromConfig(a.config(Region)) }

func (a Account) config(region string) aws.Config {
	return aws.Config{
		Region: region, BaseEndpoint: aws.String(a.endpoint),
		Credentials: credentials.NewStaticCredentialsProvider(a.AccessKey, a.SecretKey, ""),
		APIOptions:  []func(*middleware.Stack) error{awsbody.HideWriterTo},
	}
}

// Environ is the environment of amikit ami create for the account.
func (a Account) Environ() []string {
	env := append(os.Environ(), "AWS_REGION="+Region)
	for name, value := range a.Secrets() {
		env = append(env, name+"="+value)
	}
	for name, value := range a.Args() {
		env = append(env, name+"="+value)
	}
	return env
}
